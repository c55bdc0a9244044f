import { describe, expect, test } from 'vitest';
import type { Outbound } from '../../../../bot/message.ts';
import type { ApiFault } from '../../../../bot/surfaces/telegram/api-fault.ts';
import type { Posted, Posting } from '../../../../bot/surfaces/telegram/poster.ts';
import { createSender } from '../../../../bot/surfaces/telegram/sender.ts';

function outbound(text: string, importance: Outbound['importance'] = 'normal'): Outbound {
  return { kind: 'answer', importance, title: null, blocks: [{ type: 'lines', lines: [text] }], buttons: [] };
}

/** A sender whose poster answers from a list, then always well; time passes only while it sleeps. */
function rig(results: (ApiFault | 'wait')[] = []) {
  const sent: string[] = [];
  const slept: number[] = [];
  const log: string[] = [];
  let at = 0;
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const write = (_: object, sentence: string) => void log.push(sentence);
  const sender = createSender({
    poster: {
      async post({ chatId, replyTo, outbound: { blocks } }: Posting): Promise<Posted> {
        const next = results.shift();
        if (next === 'wait') await gate;
        else if (next !== undefined) return { outcome: 'failed', fault: next };
        const [block] = blocks;
        sent.push(
          `${chatId}${replyTo === undefined ? '' : `>${replyTo}`} ${block?.type === 'lines' ? block.lines[0] : ''}`,
        );
        return { outcome: 'posted', messageId: sent.length };
      },
    },
    sleep: async (ms) => {
      slept.push(ms);
      at += ms;
    },
    now: () => at,
    logger: { warn: write, error: write },
  });
  const post = (chatId: number, text: string, importance?: Outbound['importance']) =>
    sender.post({ chatId, outbound: outbound(text, importance) });
  return { sender, post, sent, slept, log, open };
}

const limited = (seconds: number): ApiFault => ({ type: 'limited', retryAfterMs: seconds * 1000, problem: '429' });
const away: ApiFault = { type: 'away', problem: 'no answer' };

describe('the sender', () => {
  test('keeps the order within a chat, lets what is urgent pass, and one chat not wait for another', async () => {
    const { sender, post, sent, open } = rig(['wait']);
    const all = [
      post(1, 'a'),
      post(1, 'b'),
      post(1, 'c'),
      post(1, 'panic', 'urgent'),
      post(1, 'flat', 'urgent'),
      post(2, 'x'),
    ];
    await all[5];
    expect(sent).toEqual(['2 x']);
    open();
    await sender.idle();
    expect(sent).toEqual(['2 x', '1 a', '1 panic', '1 flat', '1 b', '1 c']);
  });

  test('waits as long as it is told, and sends on', async () => {
    const { post, sent, slept } = rig([limited(7), limited(30)]);
    await post(1, 'a');
    expect([sent, slept]).toEqual([['1 a'], [7000, 30_000]]);
  });

  test('tries twice where nothing answered, and says so when it gives up', async () => {
    const { post, sent, slept, log } = rig([away, away]);
    await post(1, 'a');
    await post(1, 'b');
    expect([sent, slept]).toEqual([['1 b'], [1000]]);
    expect(log).toEqual(['an answer is sent again', 'an answer was not delivered']);
  });

  test('gives up an answer that nobody waits for any more', async () => {
    const { post, sent, slept } = rig(Array.from({ length: 30 }, () => limited(60)));
    await post(1, 'a');
    expect(sent).toEqual([]);
    expect(slept.length).toBe(10);
  });

  test('follows a group that moved, and answers no message there that it left behind', async () => {
    const { sender, post, sent } = rig([{ type: 'moved', to: -1009, problem: '400' }]);
    await sender.post({ chatId: -9, replyTo: 5, outbound: outbound('a') });
    await post(-9, 'b');
    expect(sent).toEqual(['-1009 a', '-1009 b']);
  });

  test('does not try again where there is no use in it', async () => {
    const { post, sent, slept } = rig([{ type: 'unreachable', problem: '403' }]);
    await post(1, 'a');
    await post(1, 'b');
    expect([sent, slept]).toEqual([['1 b'], []]);
  });
});
