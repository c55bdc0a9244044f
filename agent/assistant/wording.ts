import { baseOf } from '../../engine/domain/instrument.ts';
import type { Language, Slot } from '../answers/answer.ts';
import { coinsIn, namesOf } from '../intent/coins.ts';
import type { Claim } from './claims.ts';
import { measuresOf } from './measures.ts';
import { CARRYING_KO, ENDINGS, PARTICLES, PLAIN_EN, PLAIN_KO, TALK_EN, TALK_KO } from './plain-words.ts';
import type { ProblemKind } from './problem.ts';
import { wordsIn } from './slot-use.ts';
import {
  BARE_VERBS,
  CAUSE_WORDS,
  KIN,
  NEGATION,
  NEGATION_WORDS,
  NUMBER_WORDS,
  ORDERING_EN,
  ORDERING_KO,
  SIDE_WORDS,
} from './word-kin.ts';

/** A word that a line may not hold. */
export interface StrayWord {
  readonly kind: ProblemKind;
  readonly word: string;
}

/** Strangers' words, names of things and whole sentences stand for themselves: they lend no words. */
const LENDS_NO_WORDS: ReadonlySet<string> = new Set(['quote', 'title', 'text', 'reason']);
/** Claims that tell why something was done or not done. */
const TELLS_CAUSE = /^(?:why\.trigger|why\.policy|trigger|stopped|premise\.trigger|candidate)/;

/** What the claim that a sentence cites lets it say. */
export class Wording {
  readonly #words: readonly string[];
  /** Words of values, such as the side that somebody voted for: they may be named, and nothing was done by them. */
  readonly #named: readonly string[];
  readonly #slots: readonly Slot[];
  readonly #coins: ReadonlySet<string>;
  readonly #tellsCause: boolean;
  readonly #denies: boolean;

  constructor(claim: Claim, language: Language) {
    const text = ownText(claim, language);
    const values = claim.rendered.claims;
    this.#words = [...new Set(wordsIn(text))];
    this.#slots = values.map(({ slot }) => slot);
    this.#named = values.flatMap((one) => (LENDS_NO_WORDS.has(one.slot.unit) ? [] : wordsIn(one.text)));
    this.#coins = new Set(this.#slots.flatMap(coinsOf).flatMap(namesOf));
    this.#tellsCause = TELLS_CAUSE.test(claim.sentence.key) && !claim.isTainted;
    this.#denies = NEGATION.test(text);
  }

  /** Returns every word of a model's own that neither is plain nor stands in the claim nor means the same. */
  strays(own: string): readonly StrayWord[] {
    const words = wordsIn(own);
    const strays = words.filter((word) => !this.#allows(word)).map((word): StrayWord => ({ kind: kindOf(word), word }));
    if (isOrdering(own)) strays.push({ kind: 'word', word: own.trim() });
    // A claim that denies and a sentence that does not, or the other way round, are opposites.
    const isOpposite = strays.every(({ kind }) => kind !== 'negation') && NEGATION.test(own) !== this.#denies;
    return isOpposite && words.length > 0 ? [...strays, { kind: 'negation', word: own.trim() }] : strays;
  }

  #allows(word: string): boolean {
    if (NEGATION_WORDS.test(word)) return this.#denies;
    if (CAUSE_WORDS.test(word)) return this.#tellsCause || this.#words.includes(word);
    if (this.#isPlain(word) || this.#isCoin(word) || this.#isOfClaim(word)) return true;
    return measuresOf(word).some(({ fits }) => this.#slots.some(fits));
  }

  #isPlain(word: string): boolean {
    if (!isKorean(word)) return PLAIN_EN.has(word);
    if (PARTICLES.test(word) || CARRYING_KO.test(word)) return true;
    return beginnings(word).some(([stem, rest]) => PLAIN_KO.has(stem) && PARTICLES.test(rest));
  }

  #isCoin(word: string): boolean {
    return beginnings(word).some(([stem, rest]) => this.#coins.has(stem) && PARTICLES.test(rest));
  }

  #isOfClaim(word: string): boolean {
    if (this.#words.some((one) => isSameWord(one, word))) return true;
    if (this.#named.some((one) => one === word || (isKorean(word) && isParticled(word, one)))) return true;
    const means = (one: string) => KIN.filter((group) => (isKorean(one) ? group.ko : group.en).includes(rootOf(one)));
    const meant = means(word);
    return meant.length > 0 && this.#words.some((one) => means(one).some((group) => meant.includes(group)));
  }
}

/** Tells whether a line is in the language of the answer; `own` is what the model wrote itself. */
export function isInLanguage(own: string, language: Language): boolean {
  const words = wordsIn(own);
  if (words.length === 0) return true;
  const hasKorean = words.some(isKorean);
  return language === 'ko' ? hasKorean : !hasKorean;
}

/** Returns the words of a line without claims that are more than talk. */
export function beyondTalk(own: string): readonly StrayWord[] {
  const strays = wordsIn(own)
    .filter((word) => !isTalk(word))
    .map((word): StrayWord => ({ kind: kindOf(word), word }));
  if (strays.length > 0) return strays;
  // Talk asks, greets, or says that it does not know; whatever else can be put together of these words states something.
  const parts = own.match(/[^.!?;]+[.!?;]?/gu) ?? [];
  return parts.every(isTalking) ? [] : [{ kind: 'uncited', word: own.trim() }];
}

function isTalking(part: string): boolean {
  if (part.endsWith('?') || wordsIn(part).length === 0) return true;
  return part.split(',').every((piece) => NOT_KNOWING.test(piece) || COURTESY.test(piece.trim().toLowerCase()));
}

const NOT_KNOWING =
  /\b(?:do not|don't|could not|couldn't|cannot|can't|did not|didn't) (?:know|find|tell|answer|understand|help|say)\b|모르|모릅|몰라|못 찾|찾지 못|찾을 수 없|알 수 없|(?:답|말씀|도와|알려)[가-힣]* ?수 없|이해하지 못|이해 못/iu;
const COURTESY =
  /^(?:hello|hi|hey|thanks|thank you|you are welcome|welcome|good (?:morning|afternoon|evening)|sorry|please (?:ask|say|rephrase|tell)[a-z ]*|안녕[가-힣]*|감사[가-힣]*|고맙[가-힣]*|천만[가-힣]*|반갑[가-힣]*|죄송[가-힣]*|(?:다시 |더 )[가-힣 ]*주세요)?[.!~ ]*$/u;

function isTalk(word: string): boolean {
  if (!isKorean(word)) return TALK_EN.has(word);
  return PARTICLES.test(word) || beginnings(word).some(([stem, rest]) => TALK_KO.has(stem) && ENDINGS.test(rest));
}

/** What a claim says in the desk's own voice. Short of a threshold is no direction. */
function ownText({ sentence }: Claim, language: Language): string {
  return sentence.template[language].replace(/\{[^{}]*\}/gu, ' ').replace(/\bshort of\b/giu, ' ');
}

/** Tells whether a sentence orders, advises or foretells instead of telling. */
function isOrdering(own: string): boolean {
  const [first = ''] = wordsIn(own);
  return ORDERING_KO.test(own) || ORDERING_EN.test(own) || (/^\s*[a-z]/iu.test(own) && BARE_VERBS.has(first));
}

function coinsOf({ unit, value }: Slot): readonly string[] {
  if (unit === 'coin') return [baseOf(String(value))];
  return unit === 'coins' && Array.isArray(value) ? value.map((one: string) => baseOf(one)) : [];
}

function kindOf(word: string): ProblemKind {
  if (NEGATION_WORDS.test(word)) return 'negation';
  if (CAUSE_WORDS.test(word)) return 'cause';
  if (SIDE_WORDS.test(word)) return 'direction';
  if (coinsIn(word, []).length > 0) return 'coin';
  return NUMBER_WORDS.test(word) ? 'number' : 'word';
}

function isKorean(word: string): boolean {
  return /^[가-힣]/u.test(word);
}

/** The same word, but for a particle, a plural, or the ending of a verb that leaves it done or not done. */
function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  if (isKorean(one)) return isKorean(other) && rootOf(one) === rootOf(other);
  return !isKorean(other) && (one === `${other}s` || other === `${one}s`);
}

const DONE = /(?:하였|했|되었|됐|았|었|였)(?:습니다|으며|고|는데|던|다|어요|지만)*$/u;
const NOT_DONE = /(?:하며|하고|하는|합니다|한|되며|되고|되는|됩니다|된)$/u;

/** Returns a word without its ending; a Korean verb of what was done keeps a mark of that. */
function rootOf(word: string): string {
  if (!isKorean(word)) return word;
  const bought = /^(샀|팔았)(?:습니다|으며|고|는데|던|다|어요|지만)*$/u.exec(word)?.[1];
  if (bought !== undefined) return bought === '샀' ? '샀+' : '팔+';
  if (DONE.test(word)) return `${word.replace(DONE, '')}+`;
  if (NOT_DONE.test(word)) return word.replace(NOT_DONE, '');
  const cut = beginnings(word).findLast(([stem, rest]) => stem.length >= 2 && rest !== '' && PARTICLES.test(rest));
  return cut?.[0] ?? word;
}

function isParticled(word: string, noun: string): boolean {
  return word.startsWith(noun) && PARTICLES.test(word.slice(noun.length));
}

/** Returns every way to cut a word in two, from the longest beginning. */
function beginnings(word: string): readonly (readonly [stem: string, rest: string])[] {
  return Array.from({ length: word.length }, (_, cut) => {
    const at = word.length - cut;
    return [word.slice(0, at), word.slice(at)] as const;
  });
}
