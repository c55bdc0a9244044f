/** A part of a text, in UTF-16 units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** After these a full stop does not end a sentence, whatever follows. */
const ABBREVIATION =
  /(?:^|[\s("'“‘])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Hon|St|vs|e\.g|i\.e|cf|approx|ca|est|Fig|Vol|Art|Sec|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s*$/u;
/** After these it may: what follows tells. */
const MAYBE = /(?:^|[\s("'“‘])(?:Inc|Corp|Ltd|Co|Cos|LLC|L\.P|S\.A|Bros|Jr|Sr|(?:\p{Lu}\.){2,}|(?:a|p)\.m\.?)\.?\s*$/u;
const INITIAL = /(?:^|\s)\p{Lu}\.\s*$/u;
const NUMBERED = /(?:^|[\s("'“‘])(?:No|Nos|pp?|para|item)\.\s*$/iu;
/** Words a sentence begins with; a name after `Inc.` or `U.S.` rather goes on with it. */
const OPENER =
  /^(?:The|This|That|These|Those|It|Its|He|She|They|We|You|I|In|On|At|By|For|From|With|As|A|An|And|But|Or|So|If|When|While|After|Before|However|Meanwhile|According|There|Here|What|Why|How|Now|Last|Next|Our|His|Her|Their)\b/u;
/** The longest thing looked for at the end of a sentence, with room for spaces. */
const TAIL = 16;

/** The segmenter looks back and ahead as far as it is given text: on a page without full stops that grows as its square. */
const WINDOW = 2_000;
/** Nothing that long is one sentence, however many abbreviations stand in it. */
const LONGEST = 2_000;

/** Made once: making one costs more than a page's sentences. Both languages follow the same rules (UAX #29). */
const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

/**
 * Returns the sentences of a text in order, each with the spaces after it: together they are the whole text. A line
 * break ends one unless the next line goes on in lower case, as in pages cut to a width.
 */
export function* sentencesOf(text: string): Generator<Span> {
  const unwrapped = text.replace(/\r?\n(?=\p{Ll})/gu, (wrap) => ' '.repeat(wrap.length));
  let open: Span | null = null;
  for (const { start, end } of segmentsOf(unwrapped)) {
    if (open !== null && end - open.start <= LONGEST && goesOn(unwrapped, open, { start, end })) {
      open = { start: open.start, end };
      continue;
    }
    if (open !== null) yield open;
    open = { start, end };
  }
  if (open !== null) yield open;
}

function* segmentsOf(text: string): Generator<Span> {
  for (let from = 0; from < text.length; ) {
    const window = text.slice(from, windowEnd(text, from));
    const reachesEnd = from + window.length === text.length;
    const found = [...SEGMENTER.segment(window)].map(({ index, segment }) => ({
      start: from + index,
      end: from + index + segment.length,
    }));
    // The last one may go on beyond the window: it is looked at again from its beginning.
    const whole = reachesEnd || found.length === 1 ? found : found.slice(0, -1);
    yield* whole;
    from = whole.at(-1)?.end ?? text.length;
  }
}

/** A window never ends inside a surrogate pair. */
function windowEnd(text: string, from: number): number {
  const end = from + WINDOW;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end + 1 : end;
}

function goesOn(text: string, open: Span, { start, end }: Span): boolean {
  const tail = text.slice(Math.max(open.start, start - TAIL), start);
  const next = text.slice(start, Math.min(end, start + TAIL));
  if (/[\r\n]\s*$/.test(tail)) return false;
  if (ABBREVIATION.test(tail)) return true;
  if (NUMBERED.test(tail)) return /^\d/.test(next);
  return (MAYBE.test(tail) || INITIAL.test(tail)) && !OPENER.test(next);
}
