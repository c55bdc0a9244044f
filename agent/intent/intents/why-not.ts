import { asksWhy, type Intent } from '../intent.ts';

/** Why something was not bought, not sold, or let pass. */
export const whyNot: Intent = {
  name: 'why-not',
  example: { ko: '왜 SOL 안 샀어?', en: 'why did you not buy SOL?' },
  score(utterance) {
    if (!utterance.negated) return 0;
    const trade =
      utterance.side !== null ||
      /거래|매매|진입|trade|order|skip|pass|miss|건너|패스|놓쳤|보류|stay/.test(utterance.lower);
    if (asksWhy(utterance)) return trade || utterance.coins.length > 0 || utterance.reference !== null ? 95 : 30;
    // "SOL은 안 샀네?", "you didn't buy SOL?"
    return trade && utterance.coins.length > 0 ? 75 : 0;
  },
};
