/** Phrases that contain a coin's name and mean no coin: publishers, places, figures of speech. */
export const NOT_COINS: readonly string[] = [
  'bitcoin magazine',
  'bitcoin.com',
  'bitcoin.com news',
  'bitcoin world',
  'bitcoin insider',
  'bitcoin treasuries',
  'bitcoin depot',
  'ethereum world news',
  'crypto.com',
  'solana beach',
  'ripple effect',
  'ripple effects',
  'ripple through',
  'ripples through',
  'avalanche of',
  'avalanche risk',
  'avalanche warning',
  'sui generis',
  'sui juris',
  'sui yung',
  'tron legacy',
  'tron ares',
  'pepe le pew',
  'link in',
  'link to',
  'flow of',
  'cosmos of',
  'polygon of',
  'near term',
  'tether to',
  'market maker',
  'market makers',
  'decision maker',
  '마켓 메이커',
  '리플 효과',
  '루나 프로스펙터',
  '비트코인 매거진',
];

/** What providers put among the coins and is none: currencies, and names of their own drawers. */
export const NOT_TICKERS: ReadonlySet<string> = new Set(
  (
    'USD EUR KRW JPY GBP CNY CHF AUD CAD INR BRL TRY RUB ALTCOIN ALTCOINS ASIA BLOCKCHAIN BUSINESS COMMODITY EXCHANGE ' +
    'FIAT ICO MARKET MARKETS MINING OTHER REGULATION RESEARCH SPONSORED TECHNOLOGY TRADING WALLET AIRDROP FORKS ' +
    'CRYPTO CRYPTOCURRENCY DEFI NFT NFTS NEWS GENERAL STOCKS FOREX MACROECONOMICS DIGITAL ETF'
  ).split(' '),
);
