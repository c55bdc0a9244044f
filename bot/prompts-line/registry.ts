import { diff } from './diff.ts';
import { list } from './list.ts';
import type { PromptsLineCommand } from './prompts-line.ts';
import { test } from './test.ts';

/** Every command of `assent prompts`, in the order of the help. */
export const PROMPTS_LINE: readonly PromptsLineCommand[] = [list, test, diff];
