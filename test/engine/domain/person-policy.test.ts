import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonPolicy } from '../../../engine/domain/person-policy.ts';
import { isLaxer, NO_POLICY, quietUntil } from '../../../engine/domain/person-policy.ts';
import { wallTime } from '../../../engine/domain/zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NIGHT = { from: 23 * 60, to: 7 * 60, zone: 'Asia/Seoul' };
const minute = fc.integer({ min: 0, max: 1439 });

describe('quiet hours', () => {
  it('end at the hour in the zone of the person, from the evening and from the morning alike', () => {
    const end = Date.UTC(2025, 4, 19, 22);
    expect(quietUntil(NIGHT, Date.UTC(2025, 4, 19, 14))).toBe(end);
    expect(quietUntil(NIGHT, Date.UTC(2025, 4, 19, 21, 59, 59))).toBe(end);
    expect(quietUntil(NIGHT, end)).toBeNull();
    expect(quietUntil(NIGHT, Date.UTC(2025, 4, 19, 13, 59, 59))).toBeNull();
  });

  it('follow the wall clock through the change of clocks', () => {
    const berlin = { ...NIGHT, zone: 'Europe/Berlin' };
    // 30 March 2025: 02:00 becomes 03:00, the night is an hour shorter; 26 October: an hour longer.
    expect(quietUntil(berlin, Date.UTC(2025, 2, 29, 22))).toBe(Date.UTC(2025, 2, 30, 5));
    expect(quietUntil(berlin, Date.UTC(2025, 9, 25, 21))).toBe(Date.UTC(2025, 9, 26, 6));
    // 02:30 comes twice in October: the span is over at the first.
    const short = { from: 60, to: 150, zone: 'Europe/Berlin' };
    expect(quietUntil(short, Date.UTC(2025, 9, 26, 0, 15))).toBe(Date.UTC(2025, 9, 26, 0, 30));
    expect(quietUntil(short, Date.UTC(2025, 9, 26, 1, 15))).toBeNull();
  });

  it('are where the wall shows a minute between from and to, in a zone without a change of clocks', () => {
    const at = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(minute, minute, at, (from, to, now) => {
        const { hour, minute: shown } = wallTime(now, NIGHT.zone);
        const wall = hour * 60 + shown;
        const inside = from < to ? wall >= from && wall < to : from > to && (wall >= from || wall < to);
        expect(quietUntil({ from, to, zone: NIGHT.zone }, now) !== null).toBe(inside);
      }),
      { numRuns: 200 },
    );
  });

  it('end in the future, within a day and an hour, and not before: it is quiet until then', () => {
    const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Seoul', 'UTC', 'Australia/Lord_Howe');
    const at = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 0, 1) });
    fc.assert(
      fc.property(
        minute,
        minute,
        zone,
        at,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, name, now, share) => {
          const hours = { from, to, zone: name };
          const until = quietUntil(hours, now);
          if (until === null) return;
          expect(until).toBeGreaterThan(now);
          expect(until - now).toBeLessThanOrEqual(DAY + 60 * MINUTE);
          expect(quietUntil(hours, Math.min(until - 1, Math.floor(now + share * (until - now))))).toBe(until);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a change of policy', () => {
  const asks = (over: Partial<PersonPolicy>): PersonPolicy => ({ ...NO_POLICY, ...over });

  it.each<[string, Partial<PersonPolicy>, Partial<PersonPolicy>, boolean]>([
    ['asks always instead of never', {}, { mode: 'ask-always' }, false],
    ['goes back to what the desk does', { mode: 'ask-always' }, {}, true],
    ['asks not at all', {}, { mode: 'auto' }, true],
    [
      'asks from more on',
      { mode: 'ask-above', askAboveFraction: 0.1 },
      { mode: 'ask-above', askAboveFraction: 0.2 },
      true,
    ],
    [
      'asks from less on',
      { mode: 'ask-above', askAboveFraction: 0.2 },
      { mode: 'ask-above', askAboveFraction: 0.1 },
      false,
    ],
    ['takes half asleep', {}, { asleep: 'half' }, true],
    ['takes half instead of all', { asleep: 'auto' }, { asleep: 'half' }, false],
    ['sleeps, and skips then', {}, { quietHours: NIGHT }, false],
    ['sleeps, and enters then', { asleep: 'auto' }, { asleep: 'auto', quietHours: NIGHT }, true],
    ['wakes up for good', { asleep: 'auto', quietHours: NIGHT }, { asleep: 'auto' }, false],
  ])('that %s is laxer: %#', (_what, from, to, laxer) => {
    expect(isLaxer(asks(from), asks(to))).toBe(laxer);
  });
});
