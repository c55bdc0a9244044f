import { quietText } from '../approvals/policy-card.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import { message, pairs, textMessage } from '../message.ts';
import { parseQuietHours } from '../parse/quiet-hours.ts';
import { changePolicy } from './change-policy.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { zoneNamed } from './lang.ts';
import { outcomeMessage } from './outcome-message.ts';

const OFF = /^(?:off|none|끄기|꺼|끔|해제|없음)$/i;

export const quiet: ChatCommand = {
  name: 'quiet',
  aliases: ['방해금지', '조용'],
  usage: '[23:00-07:00 [zone]|off]',
  summary: { en: 'Hours in which you are not woken', ko: '방해 금지 시간 보기와 설정' },
  role: 'viewer',
  takesPlain: (args, context) => args === '' || OFF.test(args) || readSpan(args, context) !== null,
  run: async (args, context) => {
    const words = APPROVAL_WORDS[context.voice.language];
    const line = `/quiet ${args}`;
    if (args === '') return [quietCard(context)];
    if (!OFF.test(args)) {
      const quietHours = readSpan(args, context);
      if (quietHours === null) return [textMessage('error', words.quietUsage)];
      const answer = await changePolicy({ quietHours }, line, context);
      return answer;
    }
    const { userId } = context;
    const outcome = await context.engine.send({
      ...{ type: 'policy.change', userId, by: userId },
      change: { quietHours: null },
    });
    return [
      outcome.outcome === 'refused' ? await outcomeMessage(outcome, context) : textMessage('receipt', words.quietOff),
    ];
  },
};

function quietCard({ desk, userId, voice }: CommandContext) {
  const words = APPROVAL_WORDS[voice.language];
  const now = quietText(desk.policyOf(userId).quietHours, desk.now(), voice);
  return message({
    kind: 'answer',
    title: words.quietTitle,
    blocks: [pairs([[words.policyPairs.quiet, now]]), { type: 'lines', lines: [words.quietUsage] }],
  });
}

/** A zone may stand behind the hours; without one they are of the person's own. */
function readSpan(args: string, { voice }: CommandContext) {
  const [, hours = args, word = ''] = /^(.+\S)\s+([A-Za-z]+(?:\/[A-Za-z_/+-]+\d*)?)$/.exec(args) ?? [];
  const named = zoneNamed(word);
  const span = parseQuietHours(named === null ? args : hours);
  return span.outcome === 'refused' ? null : { ...span.value, zone: named ?? voice.zone };
}
