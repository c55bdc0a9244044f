import { estimateOf } from '../../engine/domain/decimal.ts';
import type { ReplaySpeed } from '../../engine/ports/market-data.ts';
import { textMessage } from '../message.ts';
import { parseAmount } from '../parse/number.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { speedText } from './replay-pairs.ts';

const FASTEST = /^(?:max|최대|최고)$/i;
const STOP = /^(?:0|stop|pause|정지|멈춤)$/i;
const GO = /^(?:go|play|resume|재생)$/i;
const MAX_SPEED = 100_000;

export const speed: ChatCommand = {
  name: 'speed',
  aliases: ['속도', '배속'],
  usage: '[1|60|max|stop|go]',
  summary: { en: 'How fast the recording plays', ko: '재생 속도' },
  role: 'viewer',
  roleFor: (args) => (args === '' ? 'viewer' : 'admin'),
  takesPlain: (args) => args === '' || /^[\d.]+(?:x|배|배속)?$|^max$|^최대$/i.test(args),
  run: async (args, context) => {
    const { replay } = context;
    const { text } = context.voice;
    if (replay === null) return [textMessage('answer', text.notReplay)];
    if (STOP.test(args)) replay.pause();
    else if (GO.test(args)) replay.resume();
    else if (args !== '') {
      const wanted = readSpeed(args, context);
      if (wanted.outcome === 'refused') return wanted.messages;
      replay.setSpeed(wanted.speed);
      replay.resume();
    }
    return [textMessage('receipt', text.speedIs({ speed: speedText(replay.speed(), replay.paused(), context.voice) }))];
  },
};

type ReadSpeed =
  | { readonly outcome: 'read'; readonly speed: ReplaySpeed }
  | { readonly outcome: 'refused'; readonly messages: ReturnType<typeof refusal> };

function readSpeed(args: string, context: CommandContext): ReadSpeed {
  if (FASTEST.test(args)) return { outcome: 'read', speed: 'max' };
  const amount = parseAmount(args.replace(/(?:x|배속|배)$/i, ''));
  if (amount.outcome === 'refused') return { outcome: 'refused', messages: refusal(amount.reason, context) };
  const wanted = estimateOf(amount.value);
  if (wanted >= 0.1 && wanted <= MAX_SPEED) return { outcome: 'read', speed: wanted };
  const values = { minimum: '0.1', maximum: context.voice.format.count(MAX_SPEED) };
  return { outcome: 'refused', messages: refusal({ code: 'parse.number-out-of-range', values }, context) };
}
