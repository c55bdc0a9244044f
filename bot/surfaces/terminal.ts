import { emitKeypressEvents } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ChatCore } from '../chat-core.ts';
import { CHART_WORDS } from '../i18n/chart-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Outbound, Picture } from '../message.ts';
import { lines } from '../message.ts';
import { cleanText, MAX_LINE_LENGTH, normalLine } from '../parse/clean-text.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import { cutDisplay, displayWidth } from './display-width.ts';
import type { Key } from './line-editor.ts';
import { EMPTY_LINE, editLine, visibleLine } from './line-editor.ts';
import { renderOutbound, styled } from './terminal-render.ts';

export type TerminalEnd = 'end-of-input' | 'quit';

export interface Terminal {
  /** Talks until the input ends or the person quits. */
  run(): Promise<TerminalEnd>;
  /** Prints a message that nobody asked for at this moment; the line being typed stays whole. */
  show(outbound: Outbound): void;
  /** Ends a running conversation, as when the process is told to stop. */
  close(): void;
}

export interface TerminalOptions {
  readonly input: Readable & { setRawMode?: (raw: boolean) => unknown };
  readonly output: Writable & { readonly columns?: number };
  /** Both ends are a terminal: line editing, status line, colours if wanted. Otherwise plain lines. */
  readonly isTTY: boolean;
  readonly colour: boolean;
  readonly core: Pick<ChatCore, 'handle' | 'voiceOf'>;
  /** Wall time. */
  readonly now: () => number;
  /** Keeps a picture where a person can open it; returns its path. A terminal shows none itself. */
  readonly savePicture?: (picture: Picture) => Promise<string>;
  /** One line about the desk, drawn above the prompt. */
  readonly statusLine?: (voice: Voice) => string;
  readonly refreshMs?: number;
  /** Told when the person leaves: what they still wait for is wanted no more. */
  readonly leaving?: () => void;
  /** Waited for before a piped line is taken: a script talks faster than a market moves. */
  readonly ready?: (line: string) => Promise<void>;
}

const PROMPT = '> ';
const ESC = String.fromCharCode(0x1b);
const CLEAR_BELOW = `${ESC}[J`;
const ONE_UP = `${ESC}[1A`;
const CLEAR_SCREEN = `${ESC}[2J${ESC}[H`;
const DEFAULT_COLUMNS = 80;
/** Lines that nobody sees whole are no transcript: an echo ends here. */
const ECHO_LENGTH = 200;

export function createTerminal(options: TerminalOptions): Terminal {
  return options.isTTY ? createInteractive(options) : createPiped(options);
}

async function ask(
  line: string,
  options: TerminalOptions,
  onPartial?: (partial: Outbound) => void,
): Promise<readonly Outbound[]> {
  const said = { userId: TERMINAL_OWNER, surface: 'terminal', text: line, at: options.now() };
  const answers = await options.core.handle(said, onPartial === undefined ? {} : { onPartial });
  return Promise.all(answers.map((answer) => withPicturePath(answer, options)));
}

/** Says where the picture of an answer lies. */
async function withPicturePath(outbound: Outbound, { savePicture, core }: TerminalOptions): Promise<Outbound> {
  const { picture } = outbound;
  if (picture === undefined || savePicture === undefined) return outbound;
  const words = CHART_WORDS[(await core.voiceOf(TERMINAL_OWNER)).language];
  const told = await savePicture(picture).then(
    (path) => words.saved({ path }),
    () => words.notSaved,
  );
  return { ...outbound, blocks: [...outbound.blocks, lines(told)] };
}

/** Leaving is the terminal's own affair: other surfaces have no end. A bare `exit` leaves too, which harms nothing. */
function isLeave(line: string): boolean {
  return /^\/?(quit|exit|q|bye|종료|나가기)$/i.test(normalLine(line));
}

function echoOf(line: string): string {
  const clean = cleanText(line);
  return clean.length <= ECHO_LENGTH ? clean : `${clean.slice(0, ECHO_LENGTH)}…`;
}

/** Lines in, lines out, one after the other: what a script or a test sees. */
function createPiped(options: TerminalOptions): Terminal {
  let closed = false;
  let held: Outbound[] | null = null;
  const columns = () => options.output.columns ?? 100;
  const close = (): void => {
    closed = true;
    options.input.destroy();
  };
  // The reader went away (`| head`): nobody is left to talk to, however much is still to come in.
  options.output.on('error', close);
  return {
    run: async () => {
      for await (const line of linesOf(options.input)) {
        if (closed) break;
        if (isLeave(line)) return 'quit';
        await options.ready?.(line);
        // What a line sets off is told after its answer, not before the line itself.
        held = [];
        const answers = await ask(line, options);
        if (line.trim() !== '') write([`${PROMPT}${echoOf(line)}`, ...answers.flatMap(rendered), '']);
        const late = held;
        held = null;
        for (const outbound of late) write(rendered(outbound));
      }
      return 'end-of-input';
    },
    show: (outbound) => {
      if (held === null) write(rendered(outbound));
      else held.push(outbound);
    },
    close,
  };

  function rendered(outbound: Outbound): readonly string[] {
    return renderOutbound(outbound, { columns: columns(), colour: options.colour });
  }

  function write(lines: readonly string[]): void {
    if (!closed && lines.length > 0) options.output.write(`${lines.join('\n')}\n`);
  }
}

/** Yields the lines of a stream of bytes; of a line that is too long only enough to refuse it. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of input) {
      const pieces = (rest + decodedText(chunk, decoder)).split('\n');
      rest = (pieces.pop() ?? '').slice(0, MAX_LINE_LENGTH + 1);
      for (const line of pieces) yield line.replace(/\r$/, '');
    }
  } catch (cause) {
    // A closed input is an end like any other.
    if (!isPrematureClose(cause)) throw cause;
  }
  rest += decoder.end();
  if (rest !== '') yield rest.replace(/\r$/, '');
}

function decodedText(chunk: unknown, decoder: StringDecoder): string {
  return Buffer.isBuffer(chunk) ? decoder.write(chunk) : String(chunk);
}

function isPrematureClose(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** A person at a keyboard: the two lowest rows are the status and the line being typed, everything else scrolls above. */
function createInteractive(options: TerminalOptions): Terminal {
  const { input, output } = options;
  let edit = EMPTY_LINE;
  let status = '';
  /** Of an answer under way; it stands where the status does. */
  let progress = '';
  let drawn = false;
  let statusWidth = 0;
  let cursorColumn = 0;
  let askedToQuit = false;
  let over = false;
  let finish: (end: TerminalEnd) => void = () => undefined;
  const ended = new Promise<TerminalEnd>((resolve) => {
    finish = resolve;
  });
  const pending = new Set<Promise<void>>();

  return { run, show: (outbound) => print(rendered(outbound)), close: () => finish('quit') };

  async function run(): Promise<TerminalEnd> {
    emitKeypressEvents(input);
    input.setRawMode?.(true);
    input.on('keypress', onKeypress);
    input.on('end', onInputEnd);
    output.on('resize', redraw);
    output.on('error', onInputEnd);
    const timer = setInterval(() => void refresh(), options.refreshMs ?? 1000);
    timer.unref();
    input.resume();
    await refresh();
    redraw();
    try {
      const end = await ended;
      options.leaving?.();
      await Promise.allSettled(pending);
      return end;
    } finally {
      over = true;
      clearInterval(timer);
      input.off('keypress', onKeypress);
      input.off('end', onInputEnd);
      output.off('resize', redraw);
      erase();
      input.setRawMode?.(false);
      input.pause();
    }
  }

  function onInputEnd(): void {
    finish('end-of-input');
  }

  function onKeypress(text: string | undefined, key: Key): void {
    const next = editLine(edit, text, key);
    edit = next.state;
    switch (next.effect.type) {
      case 'submit':
        askedToQuit = false;
        submit(next.effect.line);
        return;
      case 'interrupt':
        interrupt();
        return;
      case 'end':
        finish('end-of-input');
        return;
      case 'clear-screen':
        output.write(CLEAR_SCREEN);
        drawn = false;
        redraw();
        return;
      default:
        askedToQuit = false;
        redraw();
    }
  }

  function interrupt(): void {
    if (askedToQuit) {
      finish('quit');
      return;
    }
    askedToQuit = true;
    track(options.core.voiceOf(TERMINAL_OWNER).then((voice) => print([voice.text.quitAsk])));
  }

  /** Lines are not queued: a `/panic` does not wait for the answer to the line before it. */
  function submit(line: string): void {
    if (isLeave(line)) {
      finish('quit');
      return;
    }
    print(line.trim() === '' ? [] : [`${PROMPT}${echoOf(line)}`]);
    const answer = growing();
    track(
      ask(line, options, answer.part).then(async (answers) => {
        progress = '';
        const rest = answer.rest(answers.flatMap(rendered));
        print(answers.length > 0 ? [...rest, ''] : []);
        await refresh();
      }),
    );
  }

  /** Prints an answer line by line as it comes; what was printed stands, and the rest follows it. */
  function growing() {
    const printed: string[] = [];
    const rest = (whole: readonly string[]): readonly string[] =>
      printed.every((row, at) => whole[at] === row) ? whole.slice(printed.length) : whole;
    return {
      rest,
      part(partial: Outbound): void {
        const rows = rendered({ ...partial, buttons: [] });
        const isSame = printed.every((row, at) => rows[at] === row);
        progress = partial.progress === undefined ? '' : `${partial.progress} (/stop)`;
        const fresh = isSame ? rows.slice(printed.length) : [];
        printed.push(...fresh);
        print(fresh);
      },
    };
  }

  function track(work: Promise<void>): void {
    // The core answers its own faults; what still fails here is a broken output, which ends the talk.
    const settled = work.catch(onInputEnd).finally(() => pending.delete(settled));
    pending.add(settled);
  }

  async function refresh(): Promise<void> {
    if (options.statusLine === undefined) return;
    const next = options.statusLine(await options.core.voiceOf(TERMINAL_OWNER));
    if (next === status) return;
    status = next;
    if (drawn) redraw();
  }

  function columns(): number {
    return Math.max(20, output.columns ?? DEFAULT_COLUMNS);
  }

  function rendered(outbound: Outbound): readonly string[] {
    return renderOutbound(outbound, { columns: columns(), colour: options.colour });
  }

  function print(lines: readonly string[]): void {
    erase();
    if (lines.length > 0) output.write(`${lines.join('\n')}\n`);
    // What is still told after the talk has ended must not bring the prompt back.
    if (!over) redraw();
  }

  function erase(): void {
    if (!drawn) return;
    output.write(`\r${ONE_UP.repeat(rowsAbove())}${CLEAR_BELOW}`);
    drawn = false;
  }

  /** Rows between the top of what was drawn and the cursor; a window made narrower has wrapped them since. */
  function rowsAbove(): number {
    return Math.ceil(statusWidth / columns()) + Math.floor(cursorColumn / columns());
  }

  /** Draws both rows one column short of the window, so that neither ever wraps and the way back up is known. */
  function redraw(): void {
    const width = columns() - 1;
    const shown = visibleLine(edit, width - displayWidth(PROMPT));
    const statusText = progress === '' ? status : progress;
    const statusRow = cutDisplay(cleanText(statusText), width);
    const back = drawn ? `\r${ONE_UP.repeat(rowsAbove())}` : '';
    const column = displayWidth(PROMPT) + shown.column;
    const rows = statusText === '' ? '' : `${styled(statusRow, 'dim', options.colour)}\n`;
    output.write(`${back}${CLEAR_BELOW}${rows}${PROMPT}${shown.text}\r${ESC}[${column}C`);
    drawn = true;
    statusWidth = displayWidth(statusRow);
    cursorColumn = column;
  }
}
