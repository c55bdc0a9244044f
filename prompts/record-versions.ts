import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadPrompt, type Prompt } from './prompt-file.ts';
import { promptIds } from './prompt-folder.ts';
import { PROMPT_HASHES } from './prompt-hashes.ts';

/**
 * `npm run prompts:record`: keeps the text and the hash of every version that is new. A text that changed under a
 * version which is on record is refused: records of the past name that version and mean the other text.
 */
export function unrecorded(prompts: readonly Prompt[], hashes: Readonly<Record<string, string>>): readonly Prompt[] {
  const changed = prompts.filter(({ name, sha256 }) => Object.hasOwn(hashes, name) && hashes[name] !== sha256);
  if (changed.length > 0) {
    throw new RangeError(`Raise the version first of: ${changed.map(({ name }) => name).join(', ')}.`);
  }
  return prompts.filter(({ name }) => !Object.hasOwn(hashes, name));
}

function record(): void {
  const hashesFile = new URL('./prompt-hashes.ts', import.meta.url);
  const fresh = unrecorded(promptIds().map(loadPrompt), PROMPT_HASHES);
  for (const { name, source } of fresh) writeFileSync(new URL(`./history/${name}.md`, import.meta.url), source);
  const lines = fresh.map(({ name, sha256 }) => `  '${name}': '${sha256}',\n`).join('');
  writeFileSync(hashesFile, readFileSync(hashesFile, 'utf8').replace(/\};\n$/, `${lines}};\n`));
  process.stdout.write(fresh.length === 0 ? 'Nothing is new.\n' : `${fresh.map(({ name }) => name).join('\n')}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) record();
