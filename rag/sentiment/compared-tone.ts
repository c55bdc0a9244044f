import type { Figure, Token } from './entry.ts';
import { type Subject, subjectAt, subjectLeft } from './subject-of.ts';

const COMPARED = 1.3;
// How far behind "from" the old state is named: "from a net loss of", "against a profit of".
const STATE_REACH = 4;

/**
 * Returns the tone of two figures set against each other, 0 where there are none: "profit of EUR 5 mn, compared with 3 mn a
 * year earlier", "a loss, against a profit before". Says more or less without a word for it.
 */
export function comparedTone(tokens: readonly Token[]): number {
  const turnedState = stateTurned(tokens);
  if (turnedState !== 0) return turnedState;
  const at = tokens.findIndex(({ entry }) => entry?.role === 'versus');
  if (at < 1 || tokens.some(({ entry }) => entry?.role === 'move')) return 0;
  const before = figureAfter(tokens, at);
  const now = tokens.slice(0, at).flatMap((_, index) => figureWith(tokens, index));
  const same = now.find(({ unit }) => unit === before?.unit);
  const subject = subjectLeft(tokens, at);
  if (before === undefined || same === undefined || subject === undefined) return 0;
  return COMPARED * subject.factor * Math.sign(same.value - before.value);
}

/** From a loss to a profit, or the other way round. */
function stateTurned(tokens: readonly Token[]): number {
  for (let at = 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.text !== 'from' && token?.entry?.role !== 'versus') continue;
    const now = resultLeft(tokens, at);
    const before = tokens
      .slice(at + 1, at + 1 + STATE_REACH)
      .map((_, offset) => resultAt(tokens, at + 1 + offset))
      .find((result) => result !== undefined);
    if (now !== undefined && before !== undefined && Math.sign(now.factor) !== Math.sign(before.factor))
      return COMPARED * Math.abs(now.factor) * Math.sign(now.factor);
  }
  return 0;
}

function resultLeft(tokens: readonly Token[], at: number): Subject | undefined {
  for (let index = at - 1; index >= 0; index -= 1) {
    const result = resultAt(tokens, index);
    if (result !== undefined) return result;
  }
  return undefined;
}

function resultAt(tokens: readonly Token[], index: number): Subject | undefined {
  return /\b(?:profits?|loss(?:es)?|earnings|eps|ebit|income)\b/.test(tokens[index]?.text ?? '')
    ? subjectAt(tokens, index)
    : undefined;
}

function figureAfter(tokens: readonly Token[], at: number): Figure | undefined {
  for (let index = at + 1; index < tokens.length; index += 1) {
    const [figure] = figureWith(tokens, index);
    if (figure !== undefined) return figure;
  }
  return undefined;
}

/** "a negative EUR 0.8 mn" is below nothing. */
function figureWith(tokens: readonly Token[], index: number): readonly Figure[] {
  const figure = tokens[index]?.figure;
  if (figure === undefined) return [];
  return [tokens[index - 1]?.text === 'negative' ? { ...figure, value: -figure.value } : figure];
}
