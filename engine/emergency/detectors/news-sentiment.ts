import type { DetectorKind } from '../detector.ts';
import { newsAlarm } from '../news-alarm.ts';

/** The news of a coin that is held long have turned as bad as the desk's limit says. */
export const newsSentiment: DetectorKind = {
  name: 'news-sentiment',
  create({ newsSentiment: settings }) {
    if (settings === null) return null;
    return {
      name: 'news-sentiment',
      action: settings.action,
      onCandle(_candle, direction, { reading, limit }) {
        return direction === null ? null : newsAlarm(direction, reading, limit);
      },
    };
  },
};
