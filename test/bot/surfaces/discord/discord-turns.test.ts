import { describe, expect, test } from 'vitest';
import type { Outbound } from '../../../../bot/message.ts';
import type { ApiFault } from '../../../../bot/surfaces/discord/api-fault.ts';
import { createDiscordTurns } from '../../../../bot/surfaces/discord/discord-turns.ts';
import type { Writer } from '../../../../bot/surfaces/discord/writer.ts';

function outbound(text: string, importance: Outbound['importance'] = 'normal'): Outbound {
  return { kind: 'answer', importance, title: null, blocks: [{ type: 'lines', lines: [text] }], buttons: [] };
}

function writer(name: string): Writer {
  return { channelId: () => name, write: async () => '1' };
}

/** Turns whose poster answers from a list, then always well; time passes only while they sleep. */
function rig(results: (ApiFault | 'wait')[] = []) {
  const sent: string[] = [];
  const slept: number[] = [];
  const log: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const write = (_: object, sentence: string) => void log.push(sentence);
  let at = 0;
  const turns = createDiscordTurns({
    poster: {
      async post(posting, progress) {
        const next = results.shift();
        if (next === 'wait') await gate;
        else if (next !== undefined) {
          if (progress !== undefined) progress.done += 1;
          return { outcome: 'failed', fault: next };
        }
        const [block] = posting.outbound.blocks;
        const text = block?.type === 'lines' ? block.lines[0] : '';
        sent.push(`${posting.writer.channelId()} ${text} after ${progress?.done}`);
        return { outcome: 'posted', place: null };
      },
    },
    sleep: async (ms) => {
      slept.push(ms);
      at += ms;
    },
    now: () => at,
    logger: { warn: write, error: write },
  });
  const post = (room: string, text: string, importance?: Outbound['importance']) => {
    return turns.post(room, { writer: writer(room), reader: 'discord:1', outbound: outbound(text, importance) });
  };
  return { turns, post, sent, slept, log, open };
}

const over: ApiFault = { type: 'interaction-over', problem: '404' };
const gone: ApiFault = { type: 'message-gone', problem: '404' };

describe('the turns of Discord', () => {
  test('keep the order within a channel, let what is urgent pass, and one channel not wait for another', async () => {
    const { turns, post, sent, open } = rig(['wait']);
    const all = [post('a', '1'), post('a', '2'), post('a', 'panic', 'urgent'), post('b', 'x')];
    await all[3];
    open();
    await turns.idle();
    expect(sent.map((line) => line.split(' after')[0])).toEqual(['b x', 'a 1', 'a panic', 'a 2']);
  });

  test.each([over, gone])('go the other way where the first is over, at once and only once, %o', async (fault) => {
    const { turns, sent, slept, log } = rig([fault]);
    const posting = { writer: writer('first'), otherwise: writer('second'), reader: '', outbound: outbound('x') };
    await turns.post('a', posting);
    expect([sent, slept, log]).toEqual([['second x after 1'], [], []]);

    const again = rig([fault, fault]);
    await again.turns.post('a', posting);
    expect([again.sent, again.log]).toEqual([[], ['an answer was not delivered']]);
  });

  test('give up where there is no other way', async () => {
    const { post, sent, log } = rig([over]);
    await post('a', '1');
    await post('a', '2');
    expect([sent, log]).toEqual([['a 2 after 0'], ['an answer was not delivered']]);
  });

  test('go on where the attempt before broke off, after as long as they are told to wait', async () => {
    const { post, sent, slept } = rig([{ type: 'limited', retryAfterMs: 7000, problem: '429' }]);
    await post('a', '1');
    expect([sent, slept]).toEqual([['a 1 after 1'], [7000]]);
  });

  test('send nothing more once they are stopped', async () => {
    const { turns, post, sent, open } = rig(['wait']);
    const first = post('a', '1');
    const second = post('a', '2');
    turns.stop();
    open();
    await Promise.all([first, second]);
    expect(sent).toEqual(['a 1 after 0']);
  });
});
