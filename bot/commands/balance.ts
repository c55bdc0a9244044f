import type { Pair } from '../message.ts';
import { message, pairs } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const balance: ChatCommand = {
  name: 'balance',
  aliases: ['잔고', '잔액', 'bal'],
  usage: '',
  summary: { en: 'Equity, balance, fees, drawdown', ko: '자산, 잔고, 수수료, 낙폭' },
  role: 'viewer',
  run: async (_args, context) => [
    message({ kind: 'answer', title: context.voice.text.balanceTitle, blocks: [pairs(accountPairs(context))] }),
  ],
};

/** Returns the account, line by line; the sum can be checked by hand: start + realised − fees = balance. */
export function accountPairs(context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const account = context.desk.account();
  return [
    [text.equity, format.money(account.equity)],
    [text.balanceLabel, format.money(account.balance)],
    [text.unrealised, format.signedMoney(account.unrealised)],
    [text.realised, format.signedMoney(account.realised)],
    [text.fees, format.money(account.fees)],
    [text.startingCash, format.money(account.startingCash)],
    [text.exposure, format.money(account.exposure)],
    [text.today, format.signedPercent(account.dayReturnFraction)],
    [text.drawdown, format.percent(account.drawdownFraction)],
    [text.maxDrawdown, format.percent(account.maxDrawdownFraction)],
  ];
}
