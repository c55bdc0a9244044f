import { instantOf } from '../../../engine/domain/zone.ts';
import type { Sources, Topic } from '../../answers/draft.ts';
import { coinsIn } from '../../intent/coins.ts';
import { createTimeReader } from '../../intent/times.ts';
import type { ToolContext } from '../tool.ts';

/** What a tool was asked about, before it is resolved. */
export interface Asked {
  readonly coin?: string | null;
  readonly when?: string | null;
  readonly reference?: string | null;
}

const NAME = /^[\p{L}\p{N}]{1,12}$/u;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?(?:\.\d+)?Z?)?$/;
const DAY_MS = 86_400_000;

/** Tells whether a time was named that nobody can read: an answer for another time would be a wrong one. */
export function isUnreadTime({ when = null }: Asked, context: ToolContext): boolean {
  return when !== null && when.trim() !== '' && timeOf(when, context) === null;
}

/** Returns the topic of arguments: coins by any of their names, times as the person's wall clock has them. */
export function topicOf(
  { coin = null, when = null, reference = null }: Asked,
  context: ToolContext,
  view: Sources['view'],
): Topic {
  const named = coin === null ? null : coinOf(coin, view);
  const time = when === null ? null : timeOf(when, context);
  return {
    language: context.language,
    question: '',
    symbol: named?.symbol ?? null,
    unknownCoin: named !== null && named.symbol === null ? named.coin : null,
    side: null,
    reference,
    span: typeof time === 'object' ? time : null,
    moment: typeof time === 'number' ? time : null,
    subject: { decisionId: null, symbol: null },
  };
}

/** Returns the symbol that a word names; where nothing traded bears it, the word as it may be shown. */
export function coinOf(
  word: string,
  view: Pick<Sources['view'], 'instruments'>,
): { readonly symbol: string | null; readonly coin: string } {
  const instruments = view.instruments();
  const plain = word.normalize('NFKC').trim();
  const exact = instruments.find(({ symbol }) => symbol === plain.toUpperCase());
  const base = plain.split(/[/:-]/)[0] ?? plain;
  const [coin] = coinsIn(base.toLowerCase(), [...new Set(instruments.map((one) => one.base))]);
  const symbol = exact?.symbol ?? instruments.find((one) => one.base === coin)?.symbol ?? null;
  return { symbol, coin: coin ?? (NAME.test(base) ? base.toUpperCase() : '?') };
}

/** Returns the moment or span that words mean, or null where they mean none. */
export function timeOf(words: string, { now, zone }: Pick<ToolContext, 'now' | 'zone'>): Topic['span'] | number {
  const iso = ISO.exec(words.trim());
  if (iso === null) return createTimeReader(now, zone)(words);
  const part = (index: number) => Number(iso[index] ?? 0);
  const at = instantOf(
    { year: part(1), month: part(2), day: part(3), hour: part(4), minute: part(5), second: 0 },
    zone,
  );
  return iso[4] === undefined ? { from: at, to: at + DAY_MS } : at;
}
