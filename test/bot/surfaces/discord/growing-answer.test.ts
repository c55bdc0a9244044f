import { afterEach, expect, test } from 'vitest';
import type { AnswerContext } from '../../../../bot/answerer.ts';
import { lines, message, textMessage } from '../../../../bot/message.ts';
import type { DiscordRig } from './discord-rig.ts';
import { discordRig, PATIENCE_MS } from './discord-rig.ts';

const ANN = '800000000000000001';
let rig: DiscordRig | null = null;
afterEach(async () => {
  await rig?.close();
});

test('an answer that takes a while grows in one message, which ends as the whole answer', async () => {
  rig = await discordRig({ roles: { [`discord:${ANN}`]: 'trader' } });
  const { dc, chat } = rig;
  const ann = dc.user({ id: ANN, name: 'Ann' });
  const written = () =>
    ['POST /channels/:id/messages', 'PATCH /channels/:id/messages/:id'].flatMap((call) =>
      dc.callsOf(call).map(({ body }) => JSON.stringify(body)),
    );
  const shows = (text: string) => dc.until(() => written().some((body) => body.includes(text)), PATIENCE_MS);
  chat.answerer.answer = async (_question: string, { talk }: AnswerContext) => {
    const stop = [{ label: 'Stop', command: '/stop' }];
    talk.letPass();
    talk.show(message({ kind: 'answer', blocks: [], choices: stop, progress: 'Thinking…' }));
    await shows('Thinking…');
    const blocks = [lines('SOL is at 166.84. [M-SOL]')];
    talk.show(message({ kind: 'answer', blocks, choices: stop, progress: 'Writing…' }));
    await shows('Writing…');
    return textMessage('answer', 'SOL is at 166.84. [M-SOL]', '— a model');
  };
  await ann.says('Should I be worried?');
  await shows('— a model');
  expect(dc.callsOf('POST /channels/:id/messages')).toHaveLength(1);
  const last = dc.callsOf('PATCH /channels/:id/messages/:id').at(-1)?.body;
  expect(JSON.stringify(last)).toContain('— a model');
  expect(last?.components).toEqual([]);
});
