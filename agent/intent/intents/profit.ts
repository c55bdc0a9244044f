import { type Intent, says } from '../intent.ts';

const KO =
  /벌었|벌엇|번거|번돈|벌고있|벌어|수익|손익|이익|이득|잃었|잃은|손해|까먹|얼마(나)?(먹|벌|잃|남)|플러스|마이너스|본전|pnl|떴어/;
const EN =
  /\bprofit(s|able)?\b|\bp\s?(&|and|n)?\s?l\b|\bpnl\b|\bearn(ed|ing|ings)?\b|\bgains?\b|\breturns?\b|\b(make|made|making|lose|lost|losing)\b|\bam i (up|down)\b|\bare we (up|down)\b|\bup or down\b|\bin the (red|green|black)\b|\bbreak ?even\b/;

/** How much was made or lost. */
export const profit: Intent = {
  name: 'profit',
  example: { ko: '이번 주에 얼마 벌었어?', en: 'how much did I make today?' },
  score: (utterance) => (says(utterance, KO, EN) ? 80 : 0),
};
