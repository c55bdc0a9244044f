import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { findStrategy, STRATEGIES } from '../../../engine/strategies/registry.ts';
import { SYMBOL } from './series.ts';

describe('the strategy registry', () => {
  it('lists each strategy under its own name', () => {
    expect(STRATEGIES.map(({ name }) => name)).toEqual(['turtle', 'mean-reversion']);
    for (const { name, create } of STRATEGIES) {
      expect(create({ symbol: SYMBOL })).toMatchObject({ name, symbol: SYMBOL, timeframe: '5m' });
    }
  });

  it('makes one with settings', () => {
    expect(findStrategy('turtle').create({ symbol: SYMBOL, config: { timeframe: '1h' } }).timeframe).toBe('1h');
  });

  it('names the setting that is wrong', () => {
    const create = (config: unknown) => () => findStrategy('turtle').create({ symbol: SYMBOL, config });
    expect(create({ timeframe: '7m' })).toThrow(/turtle[\s\S]*timeframe/);
    expect(create({ colour: 'red' })).toThrow(ConfigError);
    expect(create({ riskFraction: 0.5 })).toThrow(ConfigError);
  });

  it('says which strategies there are', () => {
    expect(() => findStrategy('astrology')).toThrow(ConfigError);
  });
});
