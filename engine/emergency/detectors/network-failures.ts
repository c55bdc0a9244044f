import { reason } from '../../domain/reason.ts';
import type { DetectorKind } from '../detector.ts';

/** So many questions in a row went unanswered: what is held can be neither seen nor changed. */
export const networkFailures: DetectorKind = {
  name: 'network-failures',
  create({ networkFailures: settings }) {
    if (settings === null) return null;
    const { count, action } = settings;
    let inARow = 0;
    return {
      name: 'network-failures',
      action,
      onVenueAnswer(answered) {
        inARow = answered ? 0 : inARow + 1;
        return inARow >= count ? reason('emergency.network-failures', { count: inARow, limit: count }) : null;
      },
    };
  },
};
