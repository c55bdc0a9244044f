import { describe, expect, it } from 'vitest';
import { COINS, coinOf } from '../../../rag/assets/coin.ts';
import { recogniseAssets } from '../../../rag/assets/recognise-assets.ts';

const assets = (title: string, body = '', provided: readonly string[] = []) =>
  recogniseAssets({ title, body }, provided).map(({ asset }) => asset);

describe('the table of coins', () => {
  it('has at least 150 coins, no ticker twice and no name twice', () => {
    expect(COINS.length).toBeGreaterThanOrEqual(150);
    const symbols = COINS.flatMap(({ symbol, otherSymbols }) => [symbol, ...otherSymbols]);
    expect(symbols.filter((symbol, index) => symbols.indexOf(symbol) !== index)).toEqual([]);
    const names = COINS.flatMap(({ names }) => names.map(({ words }) => words.join(' ')));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(symbols.every((symbol) => /^[A-Z0-9]{1,15}$/.test(symbol))).toBe(true);
  });

  it('knows coins by the tickers they had', () => {
    expect(['MATIC', 'XBT', 'KLAY', 'RNDR'].map((ticker) => coinOf(ticker)?.symbol)).toEqual([
      'POL',
      'BTC',
      'KAIA',
      'RENDER',
    ]);
  });

  it('finds every coin by each of its sure names', () => {
    for (const { symbol, names } of COINS) {
      for (const { words, certainty } of names) {
        if (certainty === 'sure') expect(assets(`about ${words.join(' ')} today`)).toEqual([symbol]);
      }
    }
  });

  it('finds every coin by its cashtag and its pair', () => {
    for (const { symbol } of COINS) {
      if (/[A-Z]/.test(symbol)) expect(assets(`we saw $${symbol} today`)).toEqual([symbol]);
      expect(assets(`we saw ${symbol}/KRW today`)).toEqual([symbol]);
    }
  });
});

describe('recognising assets', () => {
  it.each([
    ['Bitcoin rises while ether falls', ['BTC', 'ETH']],
    ['BTC-backed loans and non-Bitcoin funds', ['BTC']],
    ['Bitcoin Cash is forked', ['BCH']],
    ['Wrapped Bitcoin on Ethereum Classic', ['WBTC', 'ETC']],
    ['Ripple Labs wins in court', ['XRP']],
    ['NEAR/USDT and BTCUSDT are open', ['NEAR', 'BTC']],
    ['KRW-NEAR opens', ['NEAR']],
    ['NEAR Protocol upgrades', ['NEAR']],
    ['Near Protocol (NEAR) upgrades', ['NEAR']],
    ['The ONE token is back', ['ONE']],
    ['Harmony (ONE) is back', ['ONE']],
    ['Buy $one for a dollar', []],
    ['Traders watch LINK and SAND', ['LINK', 'SAND']],
    ['#Bitcoin and $eth', ['BTC', 'ETH']],
    ['MATIC becomes POL token', ['POL']],
    ['Fetch.ai and ether.fi merge nothing', ['FET', 'ETHFI']],
  ])('%s names %j', (title, named) => expect(assets(title)).toEqual(named));

  it.each([
    ['비트코인이 오르고 이더리움은 내렸다', ['BTC', 'ETH']],
    ['비트코인캐시와 이더리움클래식', ['BCH', 'ETC']],
    ['리플의 소송, 엑스알피는 상승', ['XRP']],
    ['시바 이누가 급등', ['SHIB']],
    ['솔라나·도지코인·에이다', ['SOL', 'DOGE', 'ADA']],
    ['BTC가 XRP보다', ['BTC', 'XRP']],
    ['니어프로토콜(NEAR) 원화 상장', ['NEAR']],
    ['수이에서 테더를', ['SUI', 'USDT']],
    ['하모니(ONE) 상장', ['ONE']],
    ['하모니를 이루다', []],
    ['마켓 메이커의 유동성', []],
    ['리플레이 영상과 트론본', []],
    ['수이성', []],
  ])('%s names %j', (title, named) => expect(assets(title)).toEqual(named));

  it.each([
    'A house in Solana Beach',
    'Link in bio, no one can flow near the sun',
    'LINK in bio',
    'The Ripple Effect of rates',
    'An avalanche of selling, an Avalanche of news',
    'The market maker and the decision maker',
    'Bitcoin Magazine, Bitcoinist and bitcoin.com report',
    'See https://bitcoin.org/eth or write to @ethereum',
    'ICE raids, the ID check, S and W and T',
    'ONE COIN NEAR THE SUN WILL MOVE PEOPLE',
    'ABTCX and BTCX are no tickers',
    'Donald Trump on stablecoins',
    'constructor __proto__ toString hasOwnProperty',
  ])('%s names none', (title) => expect(assets(title)).toEqual([]));

  it('puts first what the item is about', () => {
    const body = 'Solana rose while Bitcoin, Bitcoin and once more Bitcoin stood still.';
    expect(assets('Solana rises', body)).toEqual(['SOL', 'BTC']);
    expect(recogniseAssets({ title: 'Solana', body: '' }, [])).toEqual([
      { asset: 'SOL', salience: 0.5, lookAlike: false },
    ]);
  });

  it('counts a coin named a hundred times like one named thrice', () => {
    const salience = (body: string) => recogniseAssets({ title: '', body }, [])[0]?.salience;
    expect(salience('BTC '.repeat(60))).toBe(salience('BTC BTC BTC'));
  });

  it('keeps what the provider says, behind what the text says', () => {
    expect(assets('Bitcoin rises', '', ['eth', '$SOL', 'BTC', 'NEWCOIN', 'MATIC'])).toEqual([
      'BTC',
      'ETH',
      'SOL',
      'NEWCOIN',
      'POL',
    ]);
    expect(assets('Rates rise', '', ['No currency', 'USD', 'REGULATION', '4', '', '<b>', 'x'.repeat(1e6)])).toEqual([]);
  });

  it('takes a provider that tags more than eight unnamed coins for one that tags the market', () => {
    const nine = ['ETH', 'SOL', 'XRP', 'ADA', 'DOT', 'LINK', 'UNI', 'LTC', 'XLM'];
    expect(assets('Bitcoin rises', '', [...nine, 'BTC'])).toEqual(['BTC']);
    expect(assets('Rates rise', '', nine)).toEqual([]);
    expect(assets('Rates rise', '', nine.slice(1))).toEqual(nine.slice(1));
  });

  it('sees through zero-width marks and look-alikes, and says so of the latter', () => {
    expect(recogniseAssets({ title: 'B\u200bT\u200dC and Sola\u00adna', body: '' }, [])).toMatchObject([
      { asset: 'BTC', lookAlike: false },
      { asset: 'SOL', lookAlike: false },
    ]);
    expect(
      recogniseAssets({ title: '\u0412\u0422\u0421 hits a high, Eth\u0435reum too, and SOL', body: '' }, []),
    ).toMatchObject([
      { asset: 'BTC', lookAlike: true },
      { asset: 'ETH', lookAlike: true },
      { asset: 'SOL', lookAlike: false },
    ]);
  });

  it('reads a huge text in no more time than a long one', () => {
    for (const piece of ['BTC ', '비트코인', 'near ', '$', '(NEAR', 'bitcoin cash ', '\u0412', 'https://']) {
      const started = performance.now();
      recogniseAssets({ title: piece.repeat(2e6), body: piece.repeat(2e6) }, []);
      expect(performance.now() - started).toBeLessThan(4_500);
    }
  });
});
