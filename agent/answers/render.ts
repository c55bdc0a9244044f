import type { Side } from '../../engine/domain/order.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Direction } from '../../engine/domain/signal.ts';
import { textIn } from '../../rag/document.ts';
import type { Answer, AnswerSentence, Language, Slot, SlotValue, TermUnit, Title } from './answer.ts';
import { describeTerm } from './terms.ts';

/** The formatter of the surface: one way to write each kind of value, for one person and language. */
export interface SlotFormat {
  readonly language: Language;
  price(symbol: string, value: number | string): string;
  quantity(symbol: string, value: number | string): string;
  money(value: number | string): string;
  signedMoney(value: number | string): string;
  percent(fraction: number, digits?: number): string;
  signedPercent(fraction: number, digits?: number): string;
  number(value: number | string, maximumDigits?: number): string;
  count(value: number): string;
  time(at: number): string;
  dateTime(at: number): string;
  date(at: number): string;
  duration(ms: number): string;
  coin(symbol: string): string;
  side(side: Side): string;
  direction(direction: Direction): string;
}

export interface Rendering {
  readonly format: SlotFormat;
  readonly describeReason: (reason: Reason, language: Language, symbol: string | null) => string;
  /** Returns the Korean particle of a pair such as `을/를` that fits after `word`. */
  readonly particle: (word: string, pair: string) => string;
  /** Names of codes; the agent's own when left out. */
  readonly describeTerm?: ((unit: TermUnit, code: string, language: Language) => string) | undefined;
}

export interface RenderedSentence {
  readonly key: string;
  /** Without the citations. */
  readonly text: string;
  readonly citations: readonly string[];
  /** What each slot became, and the record's field that it stands for. */
  readonly claims: readonly RenderedClaim[];
}

export interface RenderedClaim {
  readonly text: string;
  readonly slot: Slot;
  /** Words with digits that belong to the wording of a reason ("in 24 hours"), not to its values. */
  readonly wording: readonly string[];
}

const MARK = /\{([^{}]+)\}/g;

export function renderAnswer(answer: Answer, rendering: Rendering): readonly RenderedSentence[] {
  return answer.sentences.map((sentence) => renderSentence(sentence, rendering));
}

/** Returns `text [D-12] [N-3]`. */
export function withCitations(sentence: Pick<RenderedSentence, 'text' | 'citations'>): string {
  return [sentence.text, ...sentence.citations.map((citation) => `[${citation}]`)].join(' ');
}

export function renderSentence(sentence: AnswerSentence, rendering: Rendering): RenderedSentence {
  const { language } = rendering.format;
  const claims: RenderedClaim[] = [];
  let text = '';
  let rest = 0;
  const template = sentence.template[language];
  for (const match of template.matchAll(MARK)) {
    const name = match[1] ?? '';
    text += template.slice(rest, match.index);
    rest = match.index + match[0].length;
    const slot = sentence.slots[name];
    if (slot === undefined) {
      text += name.includes('/') ? rendering.particle(text, name) : match[0];
      continue;
    }
    const written = renderSlot(slot, rendering);
    claims.push({ text: written, slot, wording: wordingOf(slot, rendering) });
    text += written;
  }
  text += template.slice(rest);
  // A name that opens an English sentence gets its capital; a label such as `rules:technical` stays as it is.
  const opening = sentence.slots[/^\{([^{}]+)\}/.exec(template)?.[1] ?? ''];
  if (opening?.unit.startsWith('term:')) text = text.charAt(0).toUpperCase() + text.slice(1);
  return { key: sentence.key, text, citations: sentence.citations, claims };
}

function renderSlot({ value, unit, symbol = '' }: Slot, rendering: Rendering): string {
  const { format } = rendering;
  const { language } = format;
  switch (unit) {
    case 'price':
      return format.price(symbol, amount(value));
    case 'quantity':
      return format.quantity(symbol, amount(value));
    case 'money':
      return format.money(amount(value));
    case 'signed-money':
      return format.signedMoney(amount(value));
    case 'percent':
      return format.percent(Number(value));
    case 'signed-percent':
      return format.signedPercent(Number(value));
    case 'rate':
      return format.percent(Number(value), 4);
    case 'points':
      return `${format.number(Number(value) * 100, 2)}${language === 'ko' ? '%p' : ' points'}`;
    case 'number':
      return format.number(amount(value), 2);
    case 'signed-number':
      return `${Number(value) > 0 ? '+' : ''}${format.number(amount(value), 2)}`;
    case 'count':
      return format.count(Number(value));
    case 'date-time':
      return format.dateTime(Number(value));
    case 'time':
      return format.time(Number(value));
    case 'date':
      return format.date(Number(value));
    case 'duration':
      return format.duration(Number(value));
    case 'coin':
      return format.coin(String(value));
    case 'coins':
      return Array.isArray(value)
        ? value.map((one: string) => format.coin(one)).join(', ')
        : format.coin(String(value));
    case 'side':
      return format.side(value === 'sell' ? 'sell' : 'buy');
    case 'direction':
      return format.direction(value === 'short' ? 'short' : 'long');
    case 'reason':
      return isReason(value)
        ? rendering.describeReason(value, language, symbol === '' ? null : symbol).replace(/[.。]$/, '')
        : '';
    case 'title':
      return titleOf(value, language);
    case 'text':
    case 'quote':
      return String(value);
    default:
      return (rendering.describeTerm ?? describeTerm)(unit, String(value), language);
  }
}

/** A reason told without any of its values shows which digits are the catalogue's own. */
function wordingOf({ value, unit, symbol }: Slot, rendering: Rendering): readonly string[] {
  if (unit !== 'reason' || !isReason(value)) return [];
  const blank = Object.fromEntries(Object.keys(value.values).map((name) => [name, null]));
  const text = rendering.describeReason({ code: value.code, values: blank }, rendering.format.language, symbol ?? null);
  return text.match(/[\p{L}\d]*\d[\p{L}\d]*(?: (?:hours?|minutes?|days?|bars?))?/gu) ?? [];
}

function amount(value: SlotValue): number | string {
  return typeof value === 'number' ? value : String(value);
}

function isReason(value: SlotValue): value is Reason {
  return typeof value === 'object' && 'code' in value;
}

function titleOf(value: SlotValue, language: Language): string {
  return isTitle(value) ? textIn(value, language) : String(value);
}

function isTitle(value: SlotValue): value is Title {
  return typeof value === 'object' && ('en' in value || 'ko' in value);
}
