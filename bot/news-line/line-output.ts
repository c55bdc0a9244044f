import { cleanText } from '../parse/clean-text.ts';
import type { Scrubber } from '../scrubber.ts';
import type { NewsLine } from './news-line.ts';

/** Where a command of the news writes: what was asked for to stdout, the rest to stderr. */
export interface LineOutput extends Pick<NewsLine, 'write' | 'progress' | 'complain'> {
  /** Takes the line of progress away. */
  clear(): void;
}

/** Progress is shown to a person at a terminal only; a log or a pipe would be filled with it. */
export function createLineOutput({ json, scrubber }: { json: boolean; scrubber: Scrubber }): LineOutput {
  const shows = process.stderr.isTTY && !json;
  const clear = () => {
    if (shows) process.stderr.write('\r\u001b[K');
  };
  return {
    clear,
    write(text) {
      // The line of progress stands on the other stream, which is the same terminal.
      clear();
      const clean = json ? text : text.split('\n').map(cleanText).join('\n');
      process.stdout.write(`${scrubber.scrub(clean)}\n`);
    },
    progress(text) {
      clear();
      if (shows) process.stderr.write(text);
    },
    complain(text) {
      clear();
      process.stderr.write(`${scrubber.scrub(cleanText(text))}\n`);
    },
  };
}
