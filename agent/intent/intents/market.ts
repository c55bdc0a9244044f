import { type Intent, says } from '../intent.ts';

const KO = /얼마|가격|시세|시황|시장|호가|변동성|차트|rsi|어때|어떄|올랐|올라|떨어|내렸|상승중|하락중|흐름/;
const EN =
  /\bprices?\b|\bquotes?\b|\bhow much is\b|\btrading at\b|\bworth\b|\bmarkets?\b|\brsi\b|\bvolatil(e|ity)\b|\bspread\b|\bhow('s| is) (it|the|btc|eth|xrp|sol|bitcoin|ether|ethereum|ripple|solana)\b|\bgoing (up|down)\b|\bwhere is\b|\bchart\b/;

/** What a market does now. */
export const market: Intent = {
  name: 'market',
  example: { ko: '비트 지금 얼마야?', en: 'what is the price of BTC?' },
  score(utterance) {
    const named = utterance.coins.length > 0;
    if (says(utterance, KO, EN)) return named ? 76 : 45;
    // A coin's name alone asks how it does.
    return named && utterance.compact.length <= 8 ? 40 : 0;
  },
};
