import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import type { RoleCommand } from '../people/confirmations.ts';
import type { CommandContext } from './command.ts';
import { personText } from './person.ts';

/** Gives a role and tells what became of it. */
export async function giveRole(command: RoleCommand, context: CommandContext): Promise<Message> {
  const { text } = context.voice;
  const { userId, role, by } = command;
  const change = await context.access.grant({ userId, role, by, at: context.at });
  if (change.outcome === 'refused') return textMessage('error', text.accessRefused[change.why]);
  const who = personText(change.user);
  if (change.outcome === 'unwritten') return textMessage('error', text.grantUnwritten({ who }));
  return textMessage('receipt', text.grantDone({ who, role }));
}
