import { PassThrough, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Outbound } from '../../../bot/message.ts';
import { lines } from '../../../bot/message.ts';
import { statusLine } from '../../../bot/status-line.ts';
import type { Terminal, TerminalOptions } from '../../../bot/surfaces/terminal.ts';
import { createTerminal } from '../../../bot/surfaces/terminal.ts';
import { INFO } from '../../fakes/desk.ts';
import { Screen } from '../../fakes/screen.ts';
import type { ChatRig } from '../chat-rig.ts';
import { createChatRig } from '../chat-rig.ts';

function alert(text: string): Outbound {
  return { kind: 'alert', importance: 'normal', title: null, blocks: [lines(text)], buttons: [] };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}

describe('piped', () => {
  async function pipe(input: Readable, options: Partial<TerminalOptions> = {}): Promise<string> {
    const output = new PassThrough();
    const chunks: string[] = [];
    output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const rig = createChatRig();
    const terminal = createTerminal({
      input,
      output,
      isTTY: false,
      colour: false,
      core: rig.core,
      now: () => rig.clock.at,
      ...options,
    });
    expect(await terminal.run()).toBe('end-of-input');
    await settled();
    return chunks.join('');
  }

  test('each line is shown with its answer, in order, to the end of the input', async () => {
    const text = await pipe(Readable.from([Buffer.from('/speed\nwhy did you buy?\n왜 샀어?')]));
    expect(text).toBe(
      [
        '> /speed',
        'Speed: 60x.',
        '',
        '> why did you buy?',
        'answer en why did you buy?',
        '',
        '> 왜 샀어?',
        'answer ko 왜 샀어?',
        '',
        '',
      ].join('\n'),
    );
  });

  test('letters that arrive in pieces, empty lines and Windows line ends are no trouble', async () => {
    const bytes = Buffer.from('왜 샀어?\r\n\n  \n/speed\r\n');
    const text = await pipe(Readable.from([...bytes].map((byte) => Buffer.from([byte]))));
    expect(text.match(/^> .*/gm)).toEqual(['> 왜 샀어?', '> /speed']);
  });

  test('one line is answered before the next is taken', async () => {
    const order: string[] = [];
    await pipe(Readable.from(['a b\nc d\n']), {
      ready: async (line) => void order.push(`ready ${line}`),
      core: {
        voiceOf: createChatRig().core.voiceOf,
        handle: async (inbound) => {
          await settled();
          order.push('text' in inbound ? `answered ${inbound.text}` : '');
          return [];
        },
      },
    });
    expect(order).toEqual(['ready a b', 'answered a b', 'ready c d', 'answered c d']);
  });

  test('escapes and hidden characters never reach the output', async () => {
    const text = await pipe(Readable.from(['/\u001b[2Jx\u202e\u0007\n']));
    expect(text).toBe('> /x\n! There is no command “x”. /help lists them all.\n\n');
  });

  test('a line of a megabyte is refused politely and the next one is answered', async () => {
    const text = await pipe(Readable.from([`${'x'.repeat(1_000_000)}\n/speed\n`]));
    expect(text).toContain('longer than 4,000 characters');
    expect(text).toContain('Speed: 60x.');
    expect(text.length).toBeLessThan(600);
  });

  test('a reader that goes away is an end, not a fault', async () => {
    const output = new PassThrough();
    const rig = createChatRig();
    const terminal = createTerminal({
      input: Readable.from(['/speed\n', '/speed\n']),
      output,
      isTTY: false,
      colour: false,
      core: rig.core,
      now: () => 0,
    });
    output.destroy(new Error('EPIPE'));
    await settled();
    expect(await terminal.run()).toBe('end-of-input');
  });
});

interface Talk {
  readonly rig: ChatRig;
  readonly screen: Screen;
  readonly terminal: Terminal;
  readonly ended: Promise<string>;
  type(keys: string): Promise<void>;
}

async function talk(options: Partial<TerminalOptions> & { columns?: number } = {}): Promise<Talk> {
  const rig = createChatRig();
  const input = new PassThrough();
  const screen = new Screen(options.columns ?? 60);
  const terminal = createTerminal({
    input,
    output: screen,
    isTTY: true,
    colour: false,
    core: rig.core,
    now: () => rig.clock.at,
    statusLine: () => 'STATUS',
    refreshMs: 5,
    ...options,
  });
  const ended = terminal.run();
  await settled();
  return {
    rig,
    screen,
    terminal,
    ended,
    type: async (keys) => {
      input.write(keys);
      await settled();
    },
  };
}

const UP = '\u001b[A';
const LEFT = '\u001b[D';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe('at a keyboard', () => {
  test('the status stands above the line being typed', async () => {
    const { screen, type } = await talk();
    await type('왜 샀');
    expect(screen.rows()).toEqual(['STATUS', '> 왜 샀']);
    expect(screen.cursor()).toEqual({ row: 1, column: 7 });
  });

  test('what comes in meanwhile does not touch the line or the cursor', async () => {
    const { screen, terminal, type } = await talk();
    await type(`buy 0.5 btc${LEFT}${LEFT}${LEFT}`);
    terminal.show(alert('a proposal'));
    terminal.show(alert('another one'));
    expect(screen.rows()).toEqual(['* a proposal', '* another one', 'STATUS', '> buy 0.5 btc']);
    expect(screen.cursor()).toEqual({ row: 3, column: 10 });
    await type('X');
    expect(screen.rows().at(-1)).toBe('> buy 0.5 Xbtc');
  });

  test('a line and its answer scroll above', async () => {
    const { screen, type } = await talk();
    await type('/speed\r');
    expect(screen.rows()).toEqual(['> /speed', 'Speed: 60x.', '', 'STATUS', '> '].map((row) => row.trimEnd()));
  });

  test('a line wider than the window is scrolled, not wrapped', async () => {
    const { screen, terminal, type } = await talk({ columns: 24 });
    await type('비트코인 얼마에 샀는지 알려 주세요');
    terminal.show(alert('hello'));
    expect(screen.rows().slice(0, 2)).toEqual(['* hello', 'STATUS']);
    expect(screen.rows()).toHaveLength(3);
    expect(screen.rows().at(-1)).toMatch(/주세요$/);
    await type('\u0001');
    expect(screen.rows().at(-1)).toMatch(/^> 비트코인/);
    expect(screen.cursor().column).toBe(2);
  });

  test('earlier lines come back, and so does the one being typed', async () => {
    const { screen, type } = await talk();
    await type('/speed\r');
    await type(`half${UP}`);
    expect(screen.rows().at(-1)).toBe('> /speed');
    await type('\u001b[B');
    expect(screen.rows().at(-1)).toBe('> half');
  });

  test('a panic does not wait for the answer before it', async () => {
    const rig = createChatRig();
    let release: () => void = () => undefined;
    const { screen, type } = await talk({
      core: {
        voiceOf: rig.core.voiceOf,
        handle: async (inbound) => {
          if ('text' in inbound && inbound.text === 'slow') await new Promise<void>((resolve) => (release = resolve));
          return [alert('text' in inbound ? `done ${inbound.text}` : '')];
        },
      },
    });
    await type('slow\r/panic\r');
    expect(screen.rows()).toContain('* done /panic');
    expect(screen.rows()).not.toContain('* done slow');
    release();
    await settled();
    expect(screen.rows()).toContain('* done slow');
  });

  test('Ctrl-C asks once and ends the second time; another key takes it back', async () => {
    const { screen, ended, type } = await talk({ columns: 80 });
    let end = '';
    void ended.then((how) => (end = how));
    await type(`half a line${CTRL_C}`);
    expect(screen.rows()[0]).toBe('Press Ctrl-C once more to quit. Positions and stops stay as they are.');
    expect(screen.rows().at(-1)).toBe('>');
    await type(`x${CTRL_C}`);
    expect(end).toBe('');
    await type(CTRL_C);
    expect(end).toBe('quit');
    expect(screen.rows().at(-1)).toBe('');
  });

  test('Ctrl-D ends on an empty line', async () => {
    const { ended, type } = await talk();
    await type(`x${CTRL_D}\u0008${CTRL_D}`);
    expect(await ended).toBe('end-of-input');
  });

  test('a pasted line of 5,000 characters is refused', async () => {
    const { screen, type } = await talk({ columns: 90 });
    await type(`${'x'.repeat(5000)}\r`);
    await settled();
    expect(screen.rows().join('\n')).toContain('longer than 4,000 characters');
  });

  test('the status follows the desk, and is cut to the window', async () => {
    const rig = createChatRig();
    const { screen } = await talk({
      core: rig.core,
      columns: 40,
      statusLine: (voice) => statusLine({ desk: rig.desk, replay: rig.replay, info: INFO }, voice),
    });
    expect(screen.rows()).toEqual(['Replay · paper money | 19 May 05:05 UTC', '>']);
    rig.desk.gatesNow = { paused: false, panicked: true, halted: null };
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(screen.rows()).toEqual(['Replay · paper money | Entries: blocked', '>']);
  });

  test('colours are written only when wanted', async () => {
    const plain = await talk();
    plain.terminal.show({ ...alert('-3.10 USDT'), kind: 'error' });
    expect(plain.screen.raw).not.toContain('\u001b[31m');
    const coloured = await talk({ colour: true });
    coloured.terminal.show({ ...alert('-3.10 USDT'), kind: 'error' });
    expect(coloured.screen.raw).toContain('\u001b[31m');
  });
});
