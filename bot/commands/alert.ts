import { RULE_TEXTS } from '../i18n/rule-texts.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { readRule } from '../rules/read-rule.ts';
import { addedMessage, listMessage } from '../rules/rule-messages.ts';
import { ruleSentence } from '../rules/rule-sentence.ts';
import type { RulesPort } from '../rules/rules-port.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

const REMOVE =
  /^(?:(?:remove|delete|off|rm|삭제|제거|끄기|꺼)\s+#?(\d{1,9})번?|#?(\d{1,9})번?\s+(?:remove|delete|off|삭제|제거|끄기|꺼))$/i;
const AGAIN = /^(?:(?:again|on|다시|켜기)\s+#?(\d{1,9})번?|#?(\d{1,9})번?\s+(?:again|on|다시|켜기))$/i;
const VERB_ALONE = /^(?:remove|delete|off|rm|again|삭제|제거|끄기|다시)$/i;

/** A sentence that asks to be told, as against a question that ends in the same words. */
const WISH =
  /^(?:me|us) (?:when|if|once|every time|whenever|as soon as)\b|^me know (?:when|if|once)\b|(?:으면|면|때|때마다)(?: ?알려)?$/i;

export const alert: ChatCommand = {
  name: 'alert',
  aliases: ['알림규칙', '알려줘', '알려주세요', '알람', '줘', 'tell', 'notify', 'let'],
  usage: '[rule | remove 3 | again 3]',
  summary: {
    en: 'Rules of your own: tell me when a price, an indicator, the news or P&L does this',
    ko: '내 알림 규칙: 가격, 지표, 뉴스, 손익이 이렇게 되면 알리기',
  },
  role: 'viewer',
  takesPlain: (args, context) => {
    if (args === '' || args.endsWith('?')) return args === '';
    return WISH.test(args) || (!/^알려$/.test(args) && readRule(args, context.desk.instruments()).outcome === 'parsed');
  },
  run: async (args, context) => {
    const { rules } = context;
    const text = RULE_TEXTS[context.voice.language];
    if (rules === null) return [textMessage('error', text.away)];
    const wish = args.trim();
    if (wish === '') return [listMessage(rules.list(context.userId), context.voice)];
    if (VERB_ALONE.test(wish)) return [textMessage('error', text.whichOne)];
    const gone = numberIn(REMOVE.exec(wish));
    if (gone !== null) return remove(gone, rules, context);
    const woken = numberIn(AGAIN.exec(wish));
    return woken === null ? set(wish, rules, context) : again(woken, rules, context);
  },
};

async function set(wish: string, rules: RulesPort, context: CommandContext): Promise<readonly Message[]> {
  const text = RULE_TEXTS[context.voice.language];
  const { format } = context.voice;
  const read = readRule(wish, context.desk.instruments());
  if (read.outcome === 'refused') return refusal(read.reason, context);
  const added = await rules.add(context.userId, read.value);
  switch (added.outcome) {
    case 'too-many':
      return [textMessage('error', text.tooMany({ limit: format.count(added.limit) }))];
    case 'same':
      return [textMessage('error', text.same({ number: String(added.rule.number) }))];
    case 'added': {
      const { condition } = read.value;
      const price = condition.type === 'price' ? (context.desk.market(condition.symbol)?.price ?? null) : null;
      return [addedMessage(added.rule, added.preview, price, context.voice)];
    }
  }
}

async function remove(number: number, rules: RulesPort, context: CommandContext): Promise<readonly Message[]> {
  const text = RULE_TEXTS[context.voice.language];
  const gone = await rules.remove(context.userId, number);
  if (gone === null) return [textMessage('error', text.unknown({ number: String(number) }))];
  const rule = ruleSentence(gone.rule, context.voice.format);
  return [textMessage('receipt', text.removed({ number: String(number), rule }))];
}

async function again(number: number, rules: RulesPort, context: CommandContext): Promise<readonly Message[]> {
  const text = RULE_TEXTS[context.voice.language];
  const woken = await rules.again(context.userId, number);
  if (woken === null) return [textMessage('error', text.unknown({ number: String(number) }))];
  const rule = ruleSentence(woken.rule, context.voice.format);
  return [textMessage('receipt', text.awake({ number: String(number), rule }))];
}

function numberIn(match: RegExpExecArray | null): number | null {
  const digits = match?.[1] ?? match?.[2];
  return digits === undefined ? null : Number(digits);
}
