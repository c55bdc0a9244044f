import type { Facts } from '../../agent/answers/answer.ts';
import { describeTerm } from '../../agent/answers/terms.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { DecisionCase, NumberedFill, Records } from '../../engine/ports/records.ts';

// Reads shown sentences as a suspicious stranger would, against the store and not against what the tools said of it.
// It shares nothing with what composes answers or checks drafts: another reading of numbers, other rules.

export interface ShownSentence {
  readonly text: string;
  readonly citations: readonly string[];
}

export interface OracleFault {
  readonly kind: 'number' | 'citation' | 'coin' | 'side' | 'record' | 'quotation';
  readonly found: string;
  readonly sentence: string;
}

const COINS = ['BTC', 'ETH', 'SOL', 'XRP', 'DOGE', 'ADA', 'BNB', 'AVAX', 'TRX', 'LTC', 'SUI', 'SHIB'];
/** Records that only the facts of an answer hold: a market now, the desk now, a figure, indicators, a report. */
const TOLD_BY_FACTS = /^(?:[AJMSGINRPVW]-)/u;
const MINUTE = 60_000;
const EARLIEST = Date.UTC(2009, 0, 1);

/** Names with digits in them; they say nothing of any record. */
const LABELS: readonly string[] = [
  ...['return1', 'return5', 'return15', 'return60', 'rangePosition60', 'rangePosition240', 'timeCosine'].flatMap(
    (code) => (['en', 'ko'] as const).map((language) => describeTerm('term:feature', code, language)),
  ),
  ...['change1h', 'change24h', 'rsi14'].flatMap((code) =>
    (['en', 'ko'] as const).map((language) => describeTerm('term:metric', code, language)),
  ),
];

export interface OracleView {
  readonly stored: Stored;
  readonly facts: Facts;
  readonly zone: string;
  /** What was asked: its words may be handed back in quotation marks, and prove nothing. */
  readonly question: string;
}

/** All that the store holds, read once: nothing happens while questions are asked. */
export interface Stored {
  readonly decisions: ReadonlyMap<string, DecisionCase>;
  readonly trades: readonly ClosedTrade[];
  readonly fills: readonly NumberedFill[];
  readonly orders: readonly Order[];
}

export async function readStore(records: Records): Promise<Stored> {
  const decisions = new Map<string, DecisionCase>();
  for (const { id } of await records.decisions({ limit: 10_000 })) {
    const one = await records.decision(id);
    if (one !== null) decisions.set(id, one);
  }
  const [trades, fills, orders] = [
    await records.trades({ limit: 10_000 }),
    await records.fills({ limit: 10_000 }),
    await records.orders(10_000),
  ];
  return { decisions, trades, fills, orders };
}

/** Returns whatever is wrong with the sentences of one answer. */
export function oracleFaults(
  sentences: readonly ShownSentence[],
  { stored: store, facts, zone, question }: OracleView,
): readonly OracleFault[] {
  const faults: OracleFault[] = [];
  for (const { text, citations } of sentences) {
    const cited: unknown[] = [];
    for (const citation of citations) {
      const stored = storedRecord(citation, store);
      const told = Object.hasOwn(facts, citation) ? facts[citation] : undefined;
      if (stored === undefined && !(TOLD_BY_FACTS.test(citation) && told !== undefined)) {
        faults.push({ kind: 'citation', found: citation, sentence: text });
      }
      if (stored !== undefined && told !== undefined && !agrees(stored, told)) {
        faults.push({ kind: 'record', found: citation, sentence: text });
      }
      // What was worked out from a record is not in the store; averages and counts come from the facts.
      cited.push(stored, stored === undefined ? told : derivedOf(told));
    }
    const known = valuesIn(cited);
    for (const number of numbersIn(withoutEcho(text, question))) {
      if (!isKnown(number, known, zone)) faults.push({ kind: 'number', found: number, sentence: text });
    }
    const wording = JSON.stringify([cited, facts.question ?? null, tradedIn(facts)]);
    for (const coin of COINS) {
      if (new RegExp(`(?<![A-Za-z])${coin}(?![A-Za-z])`).test(text) && !wording.includes(coin)) {
        faults.push({ kind: 'coin', found: coin, sentence: text });
      }
    }
    for (const [, quoted = ''] of withoutEcho(text, question).matchAll(/“([^”]*)”/gu)) {
      const words = quoted.replace(/^…|…$/gu, '').trim();
      if (!known.texts.includes(words)) faults.push({ kind: 'quotation', found: words, sentence: text });
    }
    for (const found of falseSides(text, citations, decisionsOf(citations, store))) {
      faults.push({ kind: 'side', found, sentence: text });
    }
  }
  return faults;
}

function withoutEcho(text: string, question: string): string {
  return text.replace(/“([^”]*)”/gu, (quotation, quoted: string) =>
    question.includes(quoted.replace(/…$/u, '').trim()) ? ' ' : quotation,
  );
}

function storedRecord(citation: string, { decisions, trades, fills, orders }: Stored): unknown {
  const [first = '', last = first] = citation.split('…');
  const from = Number(first.slice(2));
  const to = Number(last.slice(2));
  const isIn = ({ number }: { readonly number: number }) => number >= from && number <= to;
  switch (first[0]) {
    case 'D':
      return decisions.get(first);
    case 'T':
      return some(trades.filter(isIn));
    case 'F':
      return some(fills.filter(isIn));
    case 'O':
      return some(orders.filter(isIn));
    default:
      return undefined;
  }
}

function some(found: readonly unknown[]): unknown {
  return found.length === 0 ? undefined : found;
}

/** The record under a citation must be the one of that name: a whole field of the store may not stand there changed. */
function agrees(stored: unknown, told: unknown): boolean {
  const own = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);
  const record = field(own(stored), 'record') ?? own(stored);
  const facts = own(told);
  return ['id', 'number', 'symbol', 'net', 'price', 'quantity', 'signal', 'order', 'model'].every((name) => {
    const [kept, shown] = [field(record, name), field(facts, name)];
    return kept === undefined || shown === undefined || JSON.stringify(kept) === JSON.stringify(shown);
  });
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function derivedOf(told: unknown): unknown {
  if (Array.isArray(told)) return [];
  return typeof told === 'object' && told !== null && 'signal' in told ? field(told, 'derived') : told;
}

function tradedIn(facts: Facts): unknown {
  return Object.entries(facts).filter(([citation]) => citation.startsWith('J-'));
}

interface Values {
  readonly numbers: readonly number[];
  readonly texts: string;
}

function valuesIn(records: readonly unknown[]): Values {
  const numbers: number[] = [];
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'number') numbers.push(value);
    else if (typeof value === 'string') {
      texts.push(value);
      if (/^-?\d+(?:\.\d+)?$/.test(value)) numbers.push(Number(value));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (/\d/.test(key)) texts.push(key);
        visit(inner);
      }
    }
  };
  for (const record of records) visit(record);
  return { numbers, texts: texts.join('\n') };
}

function numbersIn(text: string): readonly string[] {
  const bare = LABELS.reduce((rest, label) => rest.replaceAll(label, ' '), text);
  return bare.match(/\d+(?:,\d{3})*(?:\.\d+)*/gu) ?? [];
}

function isKnown(shown: string, { numbers, texts }: Values, zone: string): boolean {
  const plain = shown.replaceAll(',', '');
  const stands = (digits: string) => new RegExp(`(?<![\\d.])${digits.replaceAll('.', '\\.')}(?![\\d])`).test(texts);
  if (stands(plain) || stands(shown)) return true;
  const value = Number(plain);
  const places = plain.split('.')[1]?.length ?? 0;
  const near = (one: number) => Math.abs(Math.abs(one) - value) <= 0.5 * 10 ** -places + Math.abs(one) * 1e-9;
  return numbers.some(
    (one) => near(one) || near(one * 100) || isPartOfTime(value, one, zone) || isPartOfSpan(value, one),
  );
}

function isPartOfTime(value: number, at: number, zone: string): boolean {
  if (!Number.isInteger(at) || at < EARLIEST) return false;
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  return parts.some(({ type, value: part }) => type !== 'literal' && Number(part) === value);
}

function isPartOfSpan(value: number, ms: number): boolean {
  const total = Math.abs(ms);
  if (total < 1_000 || total > 400 * 24 * 60 * MINUTE) return false;
  const parts = [total / 86_400_000, (total / 3_600_000) % 24, (total / MINUTE) % 60, (total / 1_000) % 60];
  return (
    parts.some((part) => Math.floor(part) === value || Math.round(part) === value) ||
    Math.floor(total / MINUTE) === value
  );
}

function decisionsOf(citations: readonly string[], { decisions }: Stored): readonly DecisionRecord[] {
  return citations.flatMap((id) => decisions.get(id)?.record ?? []);
}

const BUYS = /^(?:It |We |The desk )?(?:bought|purchased)\b|(?:매수했|샀)습니다/iu;
const SELLS = /^(?:It |We |The desk )?sold\b|(?:매도했|팔았)습니다/iu;

/** A sentence that says bought of a decision that sold, or the other way round. */
function falseSides(
  text: string,
  citations: readonly string[],
  decisions: readonly DecisionRecord[],
): readonly string[] {
  const [one] = decisions;
  if (one === undefined || decisions.length > 1 || citations.some((citation) => citation.startsWith('T-'))) return [];
  const isBuy = (one.signal.action === 'enter') === (one.signal.direction === 'long');
  const told = text.replace(/“[^”]*”/gu, '');
  if (BUYS.test(told) && !isBuy) return ['bought'];
  return SELLS.test(told) && isBuy ? ['sold'] : [];
}
