import type { Command, CommandOutcome } from '../../../engine/domain/command.ts';

export type ProposeCommand = Extract<Command, { type: 'trade.propose' }>;

/** The one command that a tool may send. A person is asked before anything of it becomes an order. */
export interface Proposals {
  propose(command: ProposeCommand): Promise<CommandOutcome>;
}
