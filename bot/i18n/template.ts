import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { ReasonValue } from '../../engine/domain/reason.ts';
import { evidenceText } from './evidence-words.ts';
import type { Format } from './format.ts';
import { withParticle } from './particle.ts';
import { TERMS } from './terms.ts';

/** How a value is written; what a template leaves open follows from the value's name. */
export type ValueKind =
  | 'percent'
  | 'signed-percent'
  | 'money'
  | 'signed-money'
  | 'price'
  | 'quantity'
  | 'duration'
  | 'time'
  | 'number'
  | 'one-digit'
  | 'two-digits'
  | 'reason'
  | 'count'
  | 'term'
  | 'coin'
  | 'evidence'
  | 'text';

export interface TemplateScope {
  readonly format: Format;
  readonly values: Readonly<Record<string, ReasonValue>>;
  /** On whose tick and lot grid prices and quantities lie, when the values do not say. */
  readonly symbol: InstrumentSymbol | null;
  /** Says a reason code that stands inside another reason. */
  readonly describeCode: (code: string) => string;
}

const SLOT = /\{(\w+)(?::([a-z-]+))?(?:\|([가-힣]+\/[가-힣]+))?\}/g;
/** `{positions#position is/positions are}`: a count and what follows it, for one and for any other number. */
const COUNTED = /\{(\w+)#([^/{}]+)\/([^{}]+)\}/g;
const LOOSE_PARTICLE = /\{\|([가-힣]+\/[가-힣]+)\}/;

/**
 * Fills `{name}`, `{name:kind}` and `{name:kind|을/를}`; the last adds the Korean particle that the value asks for, and
 * a loose `{|을/를}` the one for whatever stands before it. `{name#order/orders}` is a count with its English noun.
 */
export function fillTemplate(template: string, scope: TemplateScope): string {
  const pieces = template.split(LOOSE_PARTICLE);
  return pieces.reduce(
    (text, piece, index) => (index % 2 === 1 ? withParticle(text, piece) : text + fillSlots(piece, scope)),
    '',
  );
}

function fillSlots(template: string, scope: TemplateScope): string {
  const written = template.replace(COUNTED, (_slot, name: string, one: string, many: string) => {
    const value = scope.values[name] ?? null;
    return `${writeValue(value, 'count', scope)} ${Number(value) === 1 ? one : many}`;
  });
  return written.replace(SLOT, (_slot, name: string, kind?: ValueKind, particle?: string) => {
    const text = writeValue(scope.values[name] ?? null, kind ?? kindOf(name), scope);
    return particle === undefined ? text : withParticle(text, particle);
  });
}

const KINDS_BY_NAME: readonly (readonly [RegExp, ValueKind])[] = [
  [/Fraction$|^fraction$/, 'percent'],
  [/Ms$/, 'duration'],
  [/(?:At|Until)$|^(?:at|until|exitBy)$/, 'time'],
  [/^rsi/, 'one-digit'],
  [/^(?:z1h|tone|volumeRatio)$/, 'two-digits'],
  [/^symbol$/, 'coin'],
  [/^evidence$/, 'evidence'],
  [/^(?:direction|side|wanted|stance|voter|topic|cap|field|missing|by|severity)$/, 'term'],
  [/[pP]rice/, 'price'],
  [/^(?:quantity|filled|remaining)$|Quantity$/, 'quantity'],
  [/^(?:notional|minNotional|equity|cash|fees?|realised|net|worstLoss|money)$|(?:Notional|Equity|Cash)$/, 'money'],
];

function kindOf(name: string): ValueKind {
  return KINDS_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'number';
}

function writeValue(value: ReasonValue, kind: ValueKind, scope: TemplateScope): string {
  const { format } = scope;
  if (value === null) return TERMS[format.language].unknown;
  if (typeof value === 'boolean') return value ? TERMS[format.language].yes : TERMS[format.language].no;
  if (kind === 'coin') return format.coin(String(value));
  if (kind === 'term') return termOf(String(value), format);
  if (kind === 'evidence') return evidenceText(String(value), format.language);
  if (kind === 'reason') return scope.describeCode(String(value));
  if (kind === 'text' || !isNumeric(value)) return String(value);
  return writeNumber(value, kind, scope);
}

function isNumeric(value: string | number): boolean {
  return typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(value);
}

function writeNumber(value: string | number, kind: ValueKind, scope: TemplateScope): string {
  const { format } = scope;
  switch (kind) {
    case 'percent':
      return format.percent(Number(value));
    case 'signed-percent':
      return format.signedPercent(Number(value));
    case 'money':
      return format.money(value);
    case 'signed-money':
      return format.signedMoney(value);
    case 'price':
      return format.price(symbolOf(scope), value);
    case 'quantity':
      return scope.symbol === null && symbolOf(scope) === ''
        ? format.number(value, 12)
        : format.quantity(symbolOf(scope), value);
    case 'duration':
      return format.duration(Number(value));
    case 'time':
      return format.time(Number(value));
    case 'one-digit':
      return format.number(value, 1);
    case 'two-digits':
      return format.number(value, 2);
    case 'count':
      return format.count(Number(value));
    default:
      return format.number(value);
  }
}

function symbolOf(scope: TemplateScope): InstrumentSymbol {
  const own = scope.values.symbol;
  return typeof own === 'string' ? own : (scope.symbol ?? '');
}

/** Returns a code as a word of the language, and somebody's id as their name; what is neither stays as it is. */
export function termOf(word: string, format: Format): string {
  const words: Readonly<Record<string, string>> = TERMS[format.language];
  return Object.hasOwn(words, word) ? (words[word] ?? word) : format.person(word);
}
