import { isOrderLine } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { placeOrder } from './place-order.ts';

export const sell: ChatCommand = {
  name: 'sell',
  aliases: ['매도', '팔아', '팔아줘', '팔자', '매도해', '매도해줘', '숏', 'short'],
  usage: '<size> <symbol> [limit P] [stop P] [target P]',
  summary: { en: 'Sell; reduces a long, else opens a short', ko: '매도 (롱 축소, 없으면 숏 진입)' },
  role: 'trader',
  takesPlain: isOrderLine,
  run: (args, context) => placeOrder('short', args, context),
};
