import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export interface HiddenInput extends Readable {
  setRawMode?(raw: boolean): unknown;
}

const ENTER = ['\r', '\n'];
/** Ctrl-C and Ctrl-D, which a terminal in raw mode hands over as they are. */
const CANCEL = ['\u0003', '\u0004'];
const ERASE = ['\b', '\u007f'];
const MAX_LENGTH = 1000;

/** Asks for one line that is not shown while it is typed; null when the person gives up (Ctrl-C, Ctrl-D) or leaves. */
export function askHidden(prompt: string, input: HiddenInput, output: Writable): Promise<string | null> {
  const decoder = new StringDecoder('utf8');
  output.write(prompt);
  input.setRawMode?.(true);
  return new Promise((resolve) => {
    let line = '';
    const end = (answer: string | null): void => {
      input.off('data', take);
      input.off('end', leave);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
      resolve(answer);
    };
    const leave = (): void => end(null);
    const take = (chunk: Buffer | string): void => {
      for (const character of typeof chunk === 'string' ? chunk : decoder.write(chunk)) {
        if (ENTER.includes(character) || CANCEL.includes(character)) {
          end(ENTER.includes(character) ? line.trim() : null);
          return;
        }
        line = ERASE.includes(character) ? line.slice(0, -1) : (line + character).slice(0, MAX_LENGTH);
      }
    };
    input.on('data', take);
    input.once('end', leave);
    input.resume();
  });
}
