import { InvariantError } from '../../engine/domain/errors.ts';
import type { AnswerSentence, Facts, Slot, SlotValue, Template, Unit } from './answer.ts';

/** A piece of a sentence: a template with its slots, joined with others before it becomes a claim. */
export interface Phrase {
  readonly template: Template;
  readonly slots: Readonly<Record<string, Slot>>;
}

/**
 * Collects the records that an answer speaks of. A slot can only be made by reading one of them, so no number enters
 * an answer that is not in a record.
 */
export class FactSheet {
  readonly #facts = new Map<string, unknown>();

  /** Puts a record under its citation and returns the citation. */
  add(citation: string, record: unknown): string {
    this.#facts.set(citation, record);
    return citation;
  }

  /** Returns a slot with the value at `citation#path`; a path that leads nowhere is a fault of ours. */
  slot(unit: Unit, path: string, symbol?: string): Slot {
    const value = readPath(this.facts(), path);
    if (!isSlotValue(value)) throw new InvariantError(`an answer refers to ${path}, which holds no value`);
    const grid = symbol ?? this.#symbolAt(path);
    return grid === undefined ? { value, unit, path } : { value, unit, path, symbol: grid };
  }

  /** The symbol that a record is about: prices inside its reasons lie on that grid. */
  #symbolAt(path: string): string | undefined {
    const citation = path.slice(0, path.indexOf('#'));
    const record = this.#facts.get(citation);
    const symbol = own(own(record, 'signal'), 'symbol') ?? own(record, 'symbol');
    return typeof symbol === 'string' ? symbol : undefined;
  }

  /** Tells whether there is a value at `citation#path`. */
  has(path: string): boolean {
    return isSlotValue(readPath(this.facts(), path));
  }

  facts(): Facts {
    return Object.fromEntries(this.#facts);
  }
}

/** Returns the value at `D-12#model.contributions[0].value`, or undefined. */
export function readPath(facts: Facts, path: string): unknown {
  const mark = path.indexOf('#');
  if (mark < 0) return undefined;
  let value: unknown = own(facts, path.slice(0, mark));
  for (const step of stepsOf(path.slice(mark + 1))) value = own(value, step);
  return value;
}

/** Keys that are not plain words stand in brackets: `positions["SOL/USDT:USDT"].price`. */
export function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function isSlotValue(value: unknown): value is SlotValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => typeof one === 'string');
  return typeof value === 'object' && value !== null && ('code' in value || 'en' in value || 'ko' in value);
}

export function phrase(en: string, ko: string, slots: Readonly<Record<string, Slot>> = {}): Phrase {
  return { template: { en, ko }, slots };
}

/** Returns a sentence of one or more phrases. It cites what its slots were read from, and `cites` besides. */
export function sentence(
  key: string,
  phrases: Phrase | readonly Phrase[],
  ...cites: readonly string[]
): AnswerSentence {
  const joined = 'template' in phrases ? phrases : joinPhrases(phrases, ' ');
  const sources = Object.values(joined.slots).map((slot) => slot.path.slice(0, slot.path.indexOf('#')));
  const citations = [...new Set([...cites, ...sources])].filter((citation) => citation !== QUESTION);
  return { key, template: joined.template, slots: joined.slots, citations };
}

/** The fact that holds the words of the person who asks; it can be quoted but proves nothing, so it is never cited. */
export const QUESTION = 'question';

/** Joins phrases; each one's slots get a prefix of their own. */
export function joinPhrases(phrases: readonly Phrase[], separator: string): Phrase {
  if (phrases.length === 1 && phrases[0] !== undefined) return phrases[0];
  const numbered = phrases.map((one, index) => renamed(one, `${String.fromCharCode(97 + index)}_`));
  return {
    template: {
      en: numbered.map((one) => one.template.en).join(separator),
      ko: numbered.map((one) => one.template.ko).join(separator),
    },
    slots: Object.assign({}, ...numbered.map((one) => one.slots)),
  };
}

function renamed(one: Phrase, prefix: string): Phrase {
  const rename = (template: string) => template.replace(/\{([A-Za-z_]\w*)\}/g, `{${prefix}$1}`);
  return {
    template: { en: rename(one.template.en), ko: rename(one.template.ko) },
    slots: Object.fromEntries(Object.entries(one.slots).map(([name, slot]) => [prefix + name, slot])),
  };
}
