import { afterEach, expect, test } from 'vitest';
import type { AnswerContext } from '../../../../bot/answerer.ts';
import { lines, message, textMessage } from '../../../../bot/message.ts';
import type { TelegramRig } from './telegram-rig.ts';
import { telegramRig } from './telegram-rig.ts';

const ANN = 700_100_200;
let rig: TelegramRig | null = null;
afterEach(async () => {
  await rig?.stop();
});

test('an answer that takes a while grows in one message, which ends as the whole answer', async () => {
  rig = await telegramRig({ roles: { [`telegram:${ANN}`]: 'trader' } });
  const { tg, chat } = rig;
  const ann = tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const seen = () => tg.chatOf(ann).fromBot.map(({ text }) => text);
  const shows = async (text: string) => {
    await tg.chatOf(ann).waitFor((view) => view.fromBot.some((one) => one.text.includes(text)));
  };
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
  expect(seen()).toEqual(['SOL is at 166.84. [M-SOL]\n— a model']);
  expect(tg.chatOf(ann).fromBot[0]?.buttons ?? []).toEqual([]);
});
