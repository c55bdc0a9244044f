import { isOrderLine } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { placeOrder } from './place-order.ts';

export const buy: ChatCommand = {
  name: 'buy',
  aliases: ['매수', '사', '사줘', '사자', '매수해', '매수해줘', '롱', 'long'],
  usage: '<size> <symbol> [limit P] [stop P] [target P]',
  summary: { en: 'Buy: 0.01 btc, 200 usdt eth, 5% sol', ko: '매수: 0.01 btc, 200 usdt eth, 5% sol' },
  role: 'trader',
  takesPlain: isOrderLine,
  run: (args, context) => placeOrder('long', args, context),
};
