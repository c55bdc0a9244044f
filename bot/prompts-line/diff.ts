import type { Prompt } from '../../prompts/prompt-file.ts';
import { recordedVersions } from '../../prompts/prompt-folder.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { type DiffLine, lineDiff } from './line-diff.ts';
import type { PromptsLine, PromptsLineCommand } from './prompts-line.ts';

/** Unchanged lines that are shown before and after a change. */
const AROUND = 2;

/**
 * `recorded` the file is what its version is known by · `new` its version is on no record yet · `changed` the text of a
 * recorded version was changed: records of the past would name two texts.
 */
type State = 'recorded' | 'new' | 'changed';

interface Compared {
  readonly name: string;
  readonly state: State;
  /** The version that it is compared with; null where there is none. */
  readonly with: string | null;
  /** What changed, with line marks and a `…` for what did not; empty where nothing did. */
  readonly lines: readonly string[];
}

export const diff: PromptsLineCommand = {
  name: 'diff',
  words: '[ID]',
  asksModels: false,
  summary: 'What changed since the last recorded version; of one that is named and recorded, since the version before.',
  async run(line) {
    const compared = line.prompts.map((prompt) => compare(prompt, recordedVersions(prompt.id), line.named !== null));
    if (line.json) line.write(JSON.stringify(compared, null, 2));
    else for (const one of compared) tell(one, line);
    return compared.every(({ state }) => state === 'recorded') ? EXIT_CODES.done : EXIT_CODES.failed;
  },
};

/** Returns how a prompt stands to its records; `back` also looks behind a version that is recorded as it is. */
export function compare(prompt: Prompt, recorded: readonly Prompt[], back: boolean): Compared {
  const same = recorded.find(({ version }) => version === prompt.version);
  const state = same === undefined ? 'new' : same.sha256 === prompt.sha256 ? 'recorded' : 'changed';
  const before = recorded.filter(({ version }) => version < prompt.version).at(-1);
  const other = state === 'changed' ? same : state === 'new' || back ? before : undefined;
  const lines = other === undefined ? [] : changesOf(lineDiff(other.source, prompt.source));
  return { name: prompt.name, state, with: other?.name ?? null, lines };
}

const SAID: Readonly<Record<State, string>> = {
  recorded: 'as recorded',
  new: 'NOT RECORDED YET: npm run prompts:record',
  changed: 'CHANGED UNDER ITS OLD VERSION: raise the version, then npm run prompts:record',
};

function tell({ name, state, with: other, lines }: Compared, { write }: PromptsLine): void {
  write(`${name}  ${SAID[state]}${other === null ? '' : `; compared with ${other}:`}`);
  for (const line of lines) write(`  ${line}`);
}

/** Long lines that stay the same are of no interest; where they are left out stands a `…`. */
function changesOf(lines: readonly DiffLine[]): readonly string[] {
  const near = lines.map((_, place) =>
    lines.slice(Math.max(0, place - AROUND), place + AROUND + 1).some(({ mark }) => mark !== ' '),
  );
  return lines.flatMap(({ mark, text }, place) => {
    if (near[place] === true) return [`${mark} ${text}`];
    return place === 0 || near[place - 1] === true ? ['…'] : [];
  });
}
