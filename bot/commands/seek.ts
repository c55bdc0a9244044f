import { textMessage } from '../message.ts';
import { parseTime } from '../parse/time.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';

export const seek: ChatCommand = {
  name: 'seek',
  aliases: ['이동', '건너뛰기', 'goto'],
  usage: '<time>',
  summary: { en: 'Play on to a later time', ko: '녹화를 특정 시각까지 재생' },
  role: 'admin',
  run: async (args, context) => {
    const { replay } = context;
    const { text, format } = context.voice;
    if (replay === null) return [textMessage('answer', text.notReplay)];
    const time = parseTime(args, { now: context.desk.now(), zone: context.voice.zone, towards: 'future' });
    if (time.outcome === 'refused') return refusal(time.reason, context);
    const end = { end: format.dateTime(replay.endTime) };
    if (time.value > replay.endTime) return [textMessage('error', text.seekBeyondEnd(end))];
    if (time.value <= replay.position()) return [textMessage('error', text.seekBack)];
    await replay.playTo(time.value);
    return [textMessage('receipt', text.seekDone({ time: format.dateTime(replay.position()) }))];
  },
};
