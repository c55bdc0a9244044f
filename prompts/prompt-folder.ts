import { readdirSync, readFileSync } from 'node:fs';
import { type Prompt, parsePrompt } from './prompt-file.ts';

const FOLDER = new URL('./', import.meta.url);
const HISTORY = new URL('./history/', import.meta.url);
const ENDING = '.md';

/** Returns the ids of all prompts and passages, by name. */
export function promptIds(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING) && file !== 'README.md')
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
}

/** Returns the versions of a prompt that were ever in use, the oldest first, as they were then. Throws PromptError. */
export function recordedVersions(id: string): readonly Prompt[] {
  return readdirSync(HISTORY)
    .filter((file) => file.endsWith(ENDING) && file.startsWith(`${id}@`))
    .map((file) => parsePrompt(readFileSync(new URL(file, HISTORY), 'utf8'), `prompts/history/${file}`))
    .filter((prompt) => prompt.id === id)
    .sort((a, b) => a.version - b.version);
}
