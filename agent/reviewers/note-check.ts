import { coinOf } from '../../rag/assets/coin.ts';
import { recogniseAssets } from '../../rag/assets/recognise-assets.ts';
import { visibleText } from '../../rag/normalise/characters.ts';
import { leavesOf } from '../grounding/leaves.ts';
import { checkGrounding } from '../grounding/number-check.ts';
import type { QuotedEvidence } from './quote-evidence.ts';

/** Why a note is thrown away: it holds what the evidence does not, leads elsewhere, or is no short line. */
export const NOTE_PROBLEMS = ['ungrounded', 'address', 'not-one-line', 'too-long'] as const;
export type NoteProblem = (typeof NOTE_PROBLEMS)[number];

/** Told to models; a note that runs over it is lost, the vote is not. */
export const NOTE_LENGTH = 280;

/** Links, hosts, mail addresses, mentions, and what would be markup wherever it is shown. */
const ADDRESS =
  /:\/\/|www\.|@|[<>`[\]{}|\\]|(?<![\p{L}\d])[\p{L}\d-]+\.(?:com|net|org|io|xyz|app|info|co|me|kr|ru|cn)\b/iu;

/** Names that hold digits and claim nothing, indicators in small letters. */
const NAMES = ['rsi14', 'rsi 14', 'rsi(14)', 'atr14', 'atr(14)', '1h', '24h', '1-hour', '24-hour'];

/** Figures that the number checker does not read: `７０`, `²`, `½`, `٧`. */
const OTHER_FIGURE = /(?![0-9])\p{N}/u;

/** Written large behind a figure, it would pass for the coin that the figure counts. */
const INDICATOR = /\b(?:ATR|RSI|MACD)\b/g;

/** Returns why a note cannot be shown, or null: each of its figures, dates and coins stands in the evidence. */
export function noteProblem(note: string, evidence: Pick<QuotedEvidence, 'ids' | 'facts'>): NoteProblem | null {
  if (note.length > NOTE_LENGTH) return 'too-long';
  if (note === '' || visibleText(note) !== note.normalize('NFKC')) return 'not-one-line';
  if (ADDRESS.test(note.replace(new RegExp(idsPattern(evidence.ids), 'g'), ' '))) return 'address';
  if (OTHER_FIGURE.test(note)) return 'ungrounded';
  const citations = Object.keys(evidence.facts);
  const draft = {
    text: note.replace(INDICATOR, (name) => name.toLowerCase()),
    citations,
    names: [...NAMES, ...evidence.ids],
  };
  const coins = coinsOf(note);
  const { ungrounded } = checkGrounding([draft], evidence.facts, { coins });
  return ungrounded.length > 0 || coins.some((coin) => !isKnown(coin, evidence)) ? 'ungrounded' : null;
}

/** By ticker and by name, in whatever language. */
function coinsOf(text: string): readonly string[] {
  return recogniseAssets({ title: text, body: '' }, []).map(({ asset }) => asset);
}

function isKnown(coin: string, { facts }: Pick<QuotedEvidence, 'facts'>): boolean {
  const texts = Object.values(facts).flatMap((fact) =>
    leavesOf(fact).flatMap(({ value }) => (typeof value === 'string' ? [value] : [])),
  );
  return texts.some((text) => text === coin || coinOf(text)?.symbol === coin || coinsOf(text).includes(coin));
}

function idsPattern(ids: readonly string[]): string {
  const longestFirst = [...ids].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return escaped.length === 0 ? '$^' : `\\[?(?:${escaped.join('|')})\\]?`;
}
