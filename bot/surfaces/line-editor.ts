import { cleanText, MAX_LINE_LENGTH } from '../parse/clean-text.ts';
import { displayWidth } from './display-width.ts';

/** A key as `node:readline` reports it. */
export interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

/** The line being typed: graphemes, so that a cursor never stands within a syllable, and where it stands. */
export interface EditState {
  readonly characters: readonly string[];
  readonly cursor: number;
  readonly history: readonly string[];
  /** Index into the history, `history.length` for the line of one's own. */
  readonly at: number;
  readonly draft: readonly string[];
}

export type EditEffect =
  | { readonly type: 'none' | 'interrupt' | 'end' | 'clear-screen' }
  | { readonly type: 'submit'; readonly line: string };

export interface Edit {
  readonly state: EditState;
  readonly effect: EditEffect;
}

const MAX_HISTORY = 200;
const NONE: EditEffect = { type: 'none' };
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export const EMPTY_LINE: EditState = { characters: [], cursor: 0, history: [], at: 0, draft: [] };

/** Returns the line after a key, and what the key asks of the terminal. */
export function editLine(state: EditState, text: string | undefined, key: Key): Edit {
  if (key.ctrl === true) return editByControl(state, key.name ?? '');
  if (key.meta === true) return editByMeta(state, key.name ?? '');
  switch (key.name) {
    case 'return':
    case 'enter':
      return submit(state);
    case 'backspace':
      return moved(remove(state, state.cursor - 1, state.cursor));
    case 'delete':
      return moved(remove(state, state.cursor, state.cursor + 1));
    case 'left':
      return moved({ ...state, cursor: Math.max(0, state.cursor - 1) });
    case 'right':
      return moved({ ...state, cursor: Math.min(state.characters.length, state.cursor + 1) });
    case 'home':
      return moved({ ...state, cursor: 0 });
    case 'end':
      return moved({ ...state, cursor: state.characters.length });
    case 'up':
      return moved(recall(state, state.at - 1));
    case 'down':
      return moved(recall(state, state.at + 1));
    default:
      return moved(insert(state, text ?? ''));
  }
}

function editByControl(state: EditState, name: string): Edit {
  switch (name) {
    case 'c':
      return {
        state: { ...state, characters: [], cursor: 0, at: state.history.length },
        effect: { type: 'interrupt' },
      };
    case 'd':
      if (state.characters.length === 0) return { state, effect: { type: 'end' } };
      return moved(remove(state, state.cursor, state.cursor + 1));
    case 'l':
      return { state, effect: { type: 'clear-screen' } };
    case 'a':
      return moved({ ...state, cursor: 0 });
    case 'e':
      return moved({ ...state, cursor: state.characters.length });
    case 'b':
      return moved({ ...state, cursor: Math.max(0, state.cursor - 1) });
    case 'f':
      return moved({ ...state, cursor: Math.min(state.characters.length, state.cursor + 1) });
    case 'h':
      return moved(remove(state, state.cursor - 1, state.cursor));
    case 'u':
      return moved(remove(state, 0, state.cursor));
    case 'k':
      return moved(remove(state, state.cursor, state.characters.length));
    case 'w':
      return moved(remove(state, wordStart(state), state.cursor));
    case 'p':
      return moved(recall(state, state.at - 1));
    case 'n':
      return moved(recall(state, state.at + 1));
    case 'left':
      return moved({ ...state, cursor: wordStart(state) });
    case 'right':
      return moved({ ...state, cursor: wordEnd(state) });
    default:
      return moved(state);
  }
}

function editByMeta(state: EditState, name: string): Edit {
  if (name === 'b') return moved({ ...state, cursor: wordStart(state) });
  if (name === 'f') return moved({ ...state, cursor: wordEnd(state) });
  if (name === 'backspace') return moved(remove(state, wordStart(state), state.cursor));
  return moved(state);
}

function moved(state: EditState): Edit {
  return { state, effect: NONE };
}

function submit(state: EditState): Edit {
  const line = state.characters.join('');
  const repeats = line === '' || state.history.at(-1) === line || line.length > MAX_LINE_LENGTH;
  const history = repeats ? state.history : [...state.history, line].slice(-MAX_HISTORY);
  return {
    state: { characters: [], cursor: 0, history, at: history.length, draft: [] },
    effect: { type: 'submit', line },
  };
}

/** Takes one character more than a line may have, so that what is too long is refused and not quietly cut. */
function insert(state: EditState, text: string): EditState {
  const room = MAX_LINE_LENGTH + 1 - state.characters.join('').length;
  const typed = cleanText(text).slice(0, Math.max(0, room));
  if (typed === '') return state;
  // What is typed may join what stands before it (a combining mark), so the two are segmented together; only they, for
  // a pasted line arrives key by key.
  const kept = state.characters.slice(0, Math.max(0, state.cursor - 1));
  const joined = graphemes((state.characters[state.cursor - 1] ?? '') + typed);
  return {
    ...state,
    characters: [...kept, ...joined, ...state.characters.slice(state.cursor)],
    cursor: kept.length + joined.length,
  };
}

function remove(state: EditState, from: number, to: number): EditState {
  const start = Math.max(0, from);
  const end = Math.min(state.characters.length, to);
  if (start >= end) return state;
  return {
    ...state,
    characters: [...state.characters.slice(0, start), ...state.characters.slice(end)],
    cursor: start,
  };
}

function recall(state: EditState, at: number): EditState {
  if (at < 0 || at > state.history.length || at === state.at) return state;
  const draft = state.at === state.history.length ? state.characters : state.draft;
  const characters = at === state.history.length ? draft : graphemes(state.history[at] ?? '');
  return { ...state, characters, cursor: characters.length, at, draft };
}

function wordStart({ characters, cursor }: EditState): number {
  let at = cursor;
  while (at > 0 && characters[at - 1] === ' ') at -= 1;
  while (at > 0 && characters[at - 1] !== ' ') at -= 1;
  return at;
}

function wordEnd({ characters, cursor }: EditState): number {
  let at = cursor;
  while (at < characters.length && characters[at] === ' ') at += 1;
  while (at < characters.length && characters[at] !== ' ') at += 1;
  return at;
}

function graphemes(text: string): readonly string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Returns the part of the line to show in `width` columns, and the column of the cursor within it. */
export function visibleLine(
  { characters, cursor }: EditState,
  width: number,
): { readonly text: string; readonly column: number } {
  let start = cursor;
  let before = 0;
  while (start > 0 && before + widthAt(characters, start - 1) < width) {
    start -= 1;
    before += widthAt(characters, start);
  }
  let end = cursor;
  let used = before;
  while (end < characters.length && used + widthAt(characters, end) <= width) {
    used += widthAt(characters, end);
    end += 1;
  }
  return { text: characters.slice(start, end).join(''), column: before };
}

function widthAt(characters: readonly string[], index: number): number {
  return displayWidth(characters[index] ?? '');
}
