import type { Stance } from '../../../engine/domain/verdict.ts';
import type { AskedModel, Personality } from './saying.ts';

type Question = Pick<AskedModel, 'system' | 'user'>;

/** A verdict as a reviewer is asked for it; the risk role is asked for two fields more. */
export interface SaidVerdict {
  readonly symbol: string;
  readonly reasons: readonly { readonly factor: string; readonly evidence: readonly string[] }[];
  readonly stance: Stance;
  readonly confidence: number;
  readonly veto?: boolean;
  readonly severity?: string;
  readonly note: string | null;
}

/** Returns a sound verdict on what was asked: it names the coin that it was told, and cites what it was given. */
export function verdictOf({ system, user }: Question, stance: Stance, confidence = 0.8): SaidVerdict {
  const factor = FACTORS.find((one) => system.includes(`\`${one}\``)) ?? 'evidence-thin';
  const [cited = 'none'] = idsIn(user).filter((id) => id.startsWith('market.'));
  const holds = stance === 'hold';
  return {
    symbol: symbolIn(user),
    reasons: [{ factor: holds ? 'evidence-thin' : factor, evidence: [cited] }],
    stance,
    confidence,
    ...(system.includes('`veto`') && { veto: holds, severity: holds ? 'serious' : 'none' }),
    note: null,
  };
}

/** Always takes the same side, and gives a reason that any side may have. Not a model: nothing was judged. */
export function voting(stance: Stance, confidence = 0.8): Personality {
  return (asked) => ({ text: JSON.stringify(verdictOf(asked, stance, confidence)) });
}

/** Takes the side that it was told the strategy wants, or buys where it was told none. */
export const assenting: Personality = (asked) => {
  const wanted = /^direction\.wanted: (buy|sell)/m.exec(asked.user)?.[1];
  return { text: JSON.stringify(verdictOf(asked, wanted === 'sell' ? 'sell' : 'buy')) };
};

/** Factors that bear out either side. */
const FACTORS = ['news-quiet', 'volume-alive', 'account-calm', 'crowd-fearful'];

function symbolIn(user: string): string {
  return /^symbol: (.+)$/m.exec(user)?.[1] ?? '';
}

/** The ids of all lines of evidence. */
export function idsIn(user: string): readonly string[] {
  return [...user.matchAll(/^([A-Za-z][\w.-]*): /gm)].map(([, id = '']) => id).filter((id) => id !== 'symbol');
}
