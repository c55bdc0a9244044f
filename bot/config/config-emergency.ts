import type { z } from 'zod';
import type { EmergencySettings } from '../../engine/emergency/emergency-settings.ts';
import { ALARM_ACTIONS, NEWS_ALONE, WATCHFUL } from '../../engine/emergency/emergency-settings.ts';
import type { LeafSchema } from './config-leaf.ts';
import { choice, count, duration, fraction, leaf } from './config-leaf.ts';
import { section, setting } from './config-section.ts';

/** `auto` is the value of the mode; `off` is null. */
function threshold<T>(inner: LeafSchema<T>, allowed: string): LeafSchema<T | 'auto' | null> {
  return leaf<T | 'auto' | null>({
    allowed: `auto, off, or ${allowed}`,
    read(value) {
      if (value === 'auto') return 'auto';
      if (value === 'off') return null;
      const read = inner.safeParse(value);
      return read.success ? read.data : undefined;
    },
  });
}

const score = (): LeafSchema<number> =>
  leaf({
    allowed: 'a score from 0.5 to 0.999',
    read(value) {
      const written = typeof value === 'string' && /^0\.\d{1,6}$/.test(value) ? Number(value) : value;
      return typeof written === 'number' && written >= 0.5 && written <= 0.999 ? written : undefined;
    },
  });

const does = () => choice(...ALARM_ACTIONS);

/** The section `emergency`: what ends positions without asking anybody. */
export const emergencySection = section(
  'What gets out without asking anybody, each only against a position that is held. auto: on in paper and live, off in replay. leave sells that market, flatten everything with the latch of /panic, halt only keeps entries out. The alarm of the news is desk.limits.newsAlarm.',
  {
    priceDrop: setting(
      threshold(fraction(0.001, 0.5), 'a fraction from 0.1% to 50%'),
      'auto',
      'The price went so far against the position; auto is 1%, 3% rings seldom.',
    ),
    priceDropWithin: setting(duration('10s', '1h'), '5m', 'Within this time.'),
    priceDropDoes: setting(does(), 'leave', 'leave, flatten or halt.'),
    volumeSurge: setting(
      threshold(fraction(0.5, 100), 'a fraction from 50% to 10000%'),
      'auto',
      'Five minutes traded so much more than usual in the hour before; auto is 500%, six times as much.',
    ),
    volumeSurgeMove: setting(fraction(0, 0.5), '0.5%', 'And the price went this far against the position in them.'),
    volumeSurgeDoes: setting(does(), 'leave', 'leave, flatten or halt.'),
    anomaly: setting(
      threshold(score(), 'a score from 0.5 to 0.999'),
      'auto',
      'A minute more unlike the hours before it, in return, volume and spread together; auto is 0.95.',
    ),
    anomalyDoes: setting(does(), 'leave', 'leave, flatten or halt.'),
    newsDoes: setting(does(), 'leave', 'What desk.limits.newsAlarm does: leave, flatten or halt.'),
    networkFailures: setting(
      threshold(count(2, 100), 'a whole number from 2 to 100'),
      'auto',
      'So many questions to the venue in a row without an answer while something is held; auto is 3.',
    ),
    networkFailuresDo: setting(choice('halt', 'flatten'), 'halt', 'halt or flatten.'),
  },
);

type Written = z.output<typeof emergencySection>;

/** Returns the settings of the detectors in a mode. */
export function emergencySettings(written: Written, mode: 'replay' | 'paper' | 'live'): EmergencySettings {
  const usual = mode === 'replay' ? NEWS_ALONE : WATCHFUL;
  const fraction = said(written.priceDrop, usual.priceDrop?.fraction);
  const aboveFraction = said(written.volumeSurge, usual.volumeSurge?.aboveFraction);
  const scoreLimit = said(written.anomaly, usual.anomaly?.score);
  const failures = said(written.networkFailures, usual.networkFailures?.count);
  return {
    priceDrop:
      fraction === null ? null : { fraction, withinMs: written.priceDropWithin, action: written.priceDropDoes },
    volumeSurge:
      aboveFraction === null
        ? null
        : {
            ...{ aboveFraction, moveFraction: written.volumeSurgeMove, action: written.volumeSurgeDoes },
          },
    anomaly: scoreLimit === null ? null : { score: scoreLimit, action: written.anomalyDoes },
    newsSentiment: { action: written.newsDoes },
    networkFailures: failures === null ? null : { count: failures, action: written.networkFailuresDo },
  };
}

function said(value: number | 'auto' | null, usual: number | undefined): number | null {
  return value === 'auto' ? (usual ?? null) : value;
}
