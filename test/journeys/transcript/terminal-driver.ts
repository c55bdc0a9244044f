import { PassThrough, Writable } from 'node:stream';
import type { ChatCore } from '../../../bot/chat-core.ts';
import { TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { createTerminal } from '../../../bot/surfaces/terminal.ts';
import type { DriverOptions, Shown, Speaker, TranscriptDriver } from './driver.ts';
import { PATIENCE_MS } from './driver.ts';

/** So wide that no line wraps: what is compared is what is said. */
const COLUMNS = 4000;
/** A terminal is its owner's; for once a viewer sits at it. */
const VIEWER = 'telegram:5900000001';
const BUTTONS = /^ {2}\[.+?\] \//;
const BUTTON = /\[([^\]]+)\] (\/\S+(?: (?!\[)\S+)*)/g;

export async function openTerminalDriver({ chat, now }: DriverOptions): Promise<TranscriptDriver> {
  const invited = await chat.access.redeem({
    code: chat.access.newCode('viewer', TERMINAL_OWNER, now()),
    userId: VIEWER,
    name: 'Vic',
    at: now(),
  });
  if (invited.outcome !== 'changed') throw new Error(`the viewer was not let in: ${JSON.stringify(invited)}`);
  const seats = { admin: openSeat(chat.core, now), viewer: openSeat(coreOf(chat.core), now) };
  const commands = new Map<string, string>();

  const say = async (who: Speaker, line: string): Promise<Shown> => noted(await seats[who].ask(line));
  return {
    say,
    tap: (who, label) => {
      const command = commands.get(label);
      if (command === undefined) throw new Error(`nothing was shown as [${label}]: ${[...commands.keys()].join(', ')}`);
      return say(who, command);
    },
    tell: async (entry) => {
      const alert = await chat.core.alert(entry, TERMINAL_OWNER, now());
      return alert === null ? null : noted(await seats.admin.show(alert.outbound));
    },
    stop: async () => {
      await seats.admin.close();
      await seats.viewer.close();
    },
  };

  function noted(written: Written): Shown {
    const lines = written.text.split('\n');
    const buttons = lines.filter((line) => BUTTONS.test(line)).flatMap((line) => [...line.matchAll(BUTTON)]);
    for (const [, label = '', command = ''] of buttons) commands.set(label, command);
    return {
      text: lines.filter((line) => !BUTTONS.test(line)).join('\n'),
      choices: buttons.map(([, label = '']) => label),
      pictures: written.pictures,
    };
  }
}

function coreOf(core: ChatCore): Pick<ChatCore, 'handle' | 'voiceOf'> {
  return {
    handle: (inbound) => core.handle({ ...inbound, userId: VIEWER, surface: 'telegram', chatKind: 'private' }),
    voiceOf: () => core.voiceOf(VIEWER),
  };
}

interface Written {
  readonly text: string;
  readonly pictures: number;
}

/** A terminal with somebody at it: lines in, and what is written for each. */
function openSeat(core: Pick<ChatCore, 'handle' | 'voiceOf'>, now: () => number) {
  const input = new PassThrough();
  let pictures = 0;
  let heard: (text: string) => void = () => undefined;
  const output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        heard(chunk.toString());
        done();
      },
    }),
    { columns: COLUMNS },
  );
  const terminal = createTerminal({
    ...{ input, output, core, now },
    isTTY: false,
    colour: false,
    savePicture: async ({ name }) => {
      pictures += 1;
      return `${name}.png`;
    },
  });
  const running = terminal.run();

  const written = async (act: () => void): Promise<Written> => {
    const before = pictures;
    const text = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the terminal said nothing')), PATIENCE_MS);
      heard = (all) => {
        clearTimeout(timer);
        resolve(all);
      };
      act();
    });
    return { text, pictures: pictures - before };
  };
  return {
    ask: async (line: string): Promise<Written> => {
      const { text, ...rest } = await written(() => input.write(`${line}\n`));
      const [echo, ...answer] = text.split('\n');
      if (echo?.startsWith('> ') !== true) throw new Error(`no answer to "${line}", but:\n${text}`);
      // Where a picture lies is the terminal's own affair.
      return { text: answer.filter((one) => !one.includes('.png')).join('\n'), ...rest };
    },
    show: (outbound: Parameters<typeof terminal.show>[0]) => written(() => terminal.show(outbound)),
    close: async () => {
      terminal.close();
      await running;
    },
  };
}
