import { describe, expect, test } from 'vitest';
import { asksWhatIf, readWhatIfLine } from '../../../bot/parse/what-if-line.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { CONFIG } from '../../engine/desk/desk-world.ts';

const SETTINGS = new Settings(CONFIG).views();
const nothing = { stopFraction: null, targetFraction: null, settings: [], rest: '' };

describe('a line about what might have been', () => {
  test.each([
    ['stop 2%', { stopFraction: 0.02 }],
    ['손절 2% 지난주', { stopFraction: 0.02, rest: '지난주' }],
    ['지난주에 손절을 2%로 했으면?', { stopFraction: 0.02, rest: '지난주에' }],
    ['어제 손절가 1.5퍼센트, 익절 4%', { stopFraction: 0.015, targetFraction: 0.04, rest: '어제' }],
    ['what if the stop had been 2% last week?', { stopFraction: 0.02, rest: 'last week' }],
    ['what would have happened with a 3% stop yesterday', { stopFraction: 0.03, rest: 'yesterday' }],
    ['target 4% 2025-05-20', { targetFraction: 0.04, rest: '2025-05-20' }],
    ['take profit at 0.5%', { targetFraction: 0.005 }],
    ['risk.per-trade 0.5% yesterday', { settings: [{ key: 'risk.per-trade', value: '0.5%' }], rest: 'yesterday' }],
    ['strategy.turtle off', { settings: [{ key: 'strategy.turtle', value: 'off' }] }],
    ['어제 approval.mode auto로 했으면', { settings: [{ key: 'approval.mode', value: 'auto' }], rest: '어제' }],
  ])('%s', (line, expected) => {
    expect(readWhatIfLine(line, SETTINGS)).toEqual({ ...nothing, ...expected });
  });

  test.each(['', 'stop', '손절', 'last week', 'why did you buy?', 'stop 2', '손절 없이', 'venue.key abc'])(
    'changes nothing: %s',
    (line) => expect(readWhatIfLine(line, SETTINGS)).toBeNull(),
  );

  test('is told from an order and from a question about the record', () => {
    const asks = (line: string) => asksWhatIf(line, SETTINGS);
    expect(asks('지난주에 손절을 2%로 했으면?')).toBe(true);
    expect(asks('what if the stop had been 2%?')).toBe(true);
    expect(asks('손절 2%')).toBe(false);
    expect(asks('buy 0.1 btc stop 2%')).toBe(false);
    expect(asks('뭐가 달랐으면 샀어?')).toBe(false);
    expect(asks('what if BTC falls?')).toBe(false);
  });
});
