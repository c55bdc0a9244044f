import type { PersonPolicy } from '../../engine/domain/person-policy.ts';
import { isLaxer } from '../../engine/domain/person-policy.ts';
import { policyCard } from '../approvals/policy-card.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import type { CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

/** Changes the asker's own policy: at once where it gets stricter, after a typed code where it lets more happen. */
export async function changePolicy(
  change: Partial<PersonPolicy>,
  line: string,
  context: CommandContext,
): Promise<readonly Message[]> {
  const { desk, userId, voice, role } = context;
  const from = desk.policyOf(userId);
  const to = { ...from, ...change };
  const command = { type: 'policy.change', userId, change, by: userId } as const;
  if (isLaxer(from, to)) {
    const code = context.askToConfirm({ command: { ...command, confirmed: true }, role: 'trader', quoted: null, line });
    const { blocks } = policyCard({ policy: to, desk, role, voice });
    const asks = lines(APPROVAL_WORDS[voice.language].laxer, voice.text.confirmHow({ code }));
    // Under the heading of the card that is in force it would read as if it were set already.
    const choices = [{ label: SETTING_WORDS[voice.language].cancel, command: '/confirm cancel' }];
    return [
      message({ kind: 'proposal', title: voice.text.confirmTitle, blocks: [...blocks.slice(0, 2), asks], choices }),
    ];
  }
  const outcome = await context.engine.send(command);
  if (outcome.outcome === 'refused') return [await outcomeMessage(outcome, context)];
  return [policyCard({ policy: desk.policyOf(userId), desk, role, voice })];
}
