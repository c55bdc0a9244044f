import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../bot/config/config.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function load(yaml: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'assent-venue-'));
  folders.push(folder);
  writeFileSync(join(folder, 'config.yaml'), yaml);
  return loadConfig({ environment, workingDirectory: folder, strategies: [] });
}

function problemsWith(yaml: string, environment: NodeJS.ProcessEnv = {}): string[] {
  try {
    load(yaml, environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').slice(1);
  }
  return [];
}

describe('the venue of the configuration', () => {
  test.each([
    ['binance', 'USDT', 'BTC/USDT'],
    ['binanceusdm', 'USDT', 'BTC/USDT:USDT'],
    ['upbit', 'KRW', 'BTC/KRW'],
    ['bithumb', 'KRW', 'BTC/KRW'],
  ])('%s trades in %s: a coin is %s there', (name, quoteCurrency, symbol) => {
    const { venue } = load(`venue: { name: ${name}, symbols: btc }`).config;
    expect(venue).toMatchObject({ name, quoteCurrency, coins: ['BTC'], symbols: [symbol] });
  });

  test.each([
    ['mode: paper\nvenue: { name: upbit }', '10000000'],
    ['mode: paper\nvenue: { name: binance }', '10000'],
    ['mode: paper\nvenue: { name: upbit }\naccount: { startingCash: 500000 }', '500000'],
    ['mode: replay\nvenue: { name: upbit }', '10000'],
  ])('%j begins with %s', (yaml, cash) => {
    expect(load(yaml).config.account.startingCash).toBe(cash);
  });

  test('is read from environment and flags, by names of its own', () => {
    const { config } = load('venue: { symbols: [eth] }', {
      ASSENT_MODE: 'live',
      ASSENT_VENUE: 'bithumb',
      ASSENT_VENUE_SYMBOLS: 'BTC,XRP',
      ASSENT_VENUE_MIRROR: 'upbit',
      ASSENT_BITHUMB_REST: 'http://127.0.0.1:4001',
      ASSENT_BITHUMB_STREAM: 'ws://127.0.0.1:4001',
    });
    expect(config.mode).toBe('live');
    expect(config.venue).toMatchObject({ name: 'bithumb', symbols: ['BTC/KRW', 'XRP/KRW'], mirror: 'upbit' });
    expect(config.venue.addresses.bithumb).toEqual({ rest: 'http://127.0.0.1:4001', stream: 'ws://127.0.0.1:4001' });
    expect(config.venue.addresses.upbit).toEqual({ rest: null, stream: null });
  });

  test('takes keys from the environment, removes them there and gives them to the scrubber', () => {
    const environment: NodeJS.ProcessEnv = {
      BINANCE_API_KEY: 'key-of-binance',
      BINANCE_API_SECRET: 'secret-of-binance',
    };
    const { config, secrets } = load('', environment);
    const keys = { apiKey: 'key-of-binance', secret: 'secret-of-binance' };
    expect(config.venue.keys).toEqual({ binance: keys, binanceusdm: keys, upbit: null, bithumb: null });
    expect(secrets).toEqual(expect.arrayContaining(['key-of-binance', 'secret-of-binance']));
    expect(environment).toEqual({});
  });

  const SHAPE = 'Use own, or an address without a path';
  test.each([
    ['venue: { name: kraken }', 'venue.name is "kraken". Use one of binance, binanceusdm, upbit, bithumb.'],
    ['venue: { leverage: 50 }', 'venue.leverage is 50. Use a whole number from 1 to 20.'],
    [
      'venue: { name: upbit, leverage: 2 }',
      'venue.leverage is 2, and upbit is a spot market. Use 1, or the venue binanceusdm.',
    ],
    [
      'venue: { symbols: "BTC, BTC" }',
      'venue.symbols is "BTC, BTC". Use 1 to 50 different coins by their short names, such as BTC, ETH.',
    ],
    [
      'venue: { symbols: BTC/USDT }',
      'venue.symbols is "BTC/USDT". Use 1 to 50 different coins by their short names, such as BTC, ETH.',
    ],
    ['venue: { marginMode: hedge }', 'venue.marginMode is "hedge". Use one of isolated, cross.'],
    [
      'venue: { maxSlippage: 20% }',
      'venue.maxSlippage is "20%". Use a fraction from 0.01% to 5%, written like 15% or 0.15.',
    ],
    [
      'venue: { name: upbit, mirror: binance }',
      'venue.mirror is binance, which lists none of the instruments of upbit. Use none or bithumb.',
    ],
    [
      'venue: { mirror: binance }',
      'venue.mirror is binance, which lists none of the instruments of binanceusdm. Use none.',
    ],
    ['venue: { name: upbit, mirror: upbit }', 'venue.mirror is upbit, which is the venue itself. Use none or bithumb.'],
    ['venue: { addresses: { upbit: { rest: "http://10.0.0.5:80" } } }', SHAPE],
    ['venue: { addresses: { upbit: { rest: "http://127.0.0.1.evil.example" } } }', SHAPE],
    ['venue: { addresses: { upbit: { rest: "https://user:pw@api.example" } } }', SHAPE],
    ['venue: { addresses: { upbit: { stream: "ws://stream.example" } } }', SHAPE],
    ['venue: { addresses: { upbit: { stream: "https://stream.example" } } }', SHAPE],
    ['venue: { addresses: { kraken: {} } }', 'venue.addresses.kraken is unknown.'],
  ])('%j is refused', (yaml, told) => {
    const problems = problemsWith(yaml);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });

  test('tells every problem at once, and never a key', () => {
    const problems = problemsWith('venue: { name: upbit, leverage: 3, mirror: binance }', {
      UPBIT_ACCESS_KEY: 'a key with spaces',
      UPBIT_SECRET_KEY: 'sound-secret-of-upbit',
      BITHUMB_API_KEY: 'half-of-a-pair',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join('\n')).toContain('BITHUMB_API_KEY: it is given without BITHUMB_SECRET_KEY.');
    expect(problems.join('\n')).toContain('UPBIT_ACCESS_KEY: it is no key of a venue (not shown here).');
    expect(problems.join('\n')).not.toMatch(/a key with spaces|sound-secret|half-of-a-pair/);
  });
});
