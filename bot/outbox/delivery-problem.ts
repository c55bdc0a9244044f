import { AssentError } from '../../engine/domain/errors.ts';
import type { Block, Outbound } from '../message.ts';

const LONGEST = 200;
/** Shorter words than these stand in any sentence. */
const TELLING_LENGTH = 6;

/** Returns what a fault may say in a log: a stranger's error may carry the whole request in its message, so only its name. */
export function problemOfFault(fault: unknown): string {
  if (fault instanceof AssentError) return `${fault.code}: ${fault.message}`;
  if (!(fault instanceof Error)) return 'something that is no error was thrown';
  const code = 'code' in fault && typeof fault.code === 'string' ? ` (${fault.code})` : '';
  return `${fault.name}${code}`;
}

/** Returns the sentence cut to length, or a stand-in where it repeats something of the message. */
export function problemWithoutText(problem: string, outbound: Outbound): string {
  const repeats = wordsOf(outbound).some((words) => words.length >= TELLING_LENGTH && problem.includes(words));
  return repeats ? 'the platform repeated the message in its complaint' : problem.slice(0, LONGEST);
}

function wordsOf(outbound: Outbound): readonly string[] {
  const words = outbound.blocks.flatMap(wordsOfBlock);
  return outbound.title === null ? words : [outbound.title, ...words];
}

function wordsOfBlock(block: Block): readonly string[] {
  switch (block.type) {
    case 'lines':
      return block.lines;
    case 'section':
      return [block.title, ...block.lines];
    case 'pairs':
      return block.pairs.flat();
    case 'table':
      return block.rows.flat();
  }
}
