import type { Logger } from 'pino';
import type { PersonPolicy } from '../../engine/domain/person-policy.ts';
import { NO_POLICY } from '../../engine/domain/person-policy.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { CommandPort } from '../desk-ports.ts';
import type { Access } from '../people/access.ts';
import { mayDo, TERMINAL_OWNER } from '../people/access.ts';

export interface ApproversParts {
  readonly engine: CommandPort;
  readonly desk: Pick<DeskView, 'people' | 'policyOf'>;
  readonly access: Pick<Access, 'users' | 'roleOf' | 'onChange'>;
  readonly logger: Logger;
}

/** Keeps the engine told of who may answer proposals. */
export interface Approvers {
  /** The engine's commands; whoever sets a policy is made known before it. */
  readonly port: CommandPort;
  /** Tells the engine what changed since; nothing while nobody has set a policy. Never rejects. */
  sync(): Promise<void>;
}

/** Who tells the engine of people: not a person. */
const DESK = 'desk';
const WATCHER: Partial<PersonPolicy> = { mode: null, askAboveFraction: null, asleep: 'skip' };

/**
 * Returns what keeps roles and policies in step: the engine knows people only by their policies, and with the role of
 * a person their policy ends. The terminal's owner counts once they have a policy of their own: at a keyboard nobody
 * is woken, and whoever sits there sees what waits.
 */
export function keepApprovers({ engine, desk, access, logger }: ApproversParts): Approvers {
  let turn: Promise<void> = Promise.resolve();
  access.onChange(() => void sync());

  return {
    sync,
    port: {
      async send(command) {
        if (command.type !== 'policy.change') return engine.send(command);
        await sync(command.userId);
        const outcome = await engine.send(command);
        await sync();
        return outcome;
      },
    },
  };

  function sync(setting: string | null = null): Promise<void> {
    turn = turn
      .then(() => tell(setting))
      .catch((fault: unknown) => logger.error({ err: fault }, 'The engine was not told who may answer proposals.'));
    return turn;
  }

  async function tell(setting: string | null): Promise<void> {
    const { withPolicy, approvers } = desk.people();
    if (withPolicy.length === 0 && setting === null && approvers.length === 0) return;
    const users = roster(setting === null ? withPolicy : [...withPolicy, setting]);
    const same = users.length === approvers.length && users.every((userId, index) => approvers[index] === userId);
    if (!same) await engine.send({ type: 'approvers.set', users, by: DESK });
    for (const userId of withPolicy) await endWithRole(userId);
  }

  function roster(withPolicy: readonly string[]): readonly string[] {
    const traders = access.users().flatMap(({ userId, role }) => (mayDo(role, 'trader') ? [userId] : []));
    return withPolicy.includes(TERMINAL_OWNER) ? [...traders, TERMINAL_OWNER] : traders;
  }

  async function endWithRole(userId: string): Promise<void> {
    const role = access.roleOf(userId.slice(0, userId.indexOf(':')), userId);
    if (role !== null && mayDo(role, 'trader')) return;
    const { mode, asleep } = desk.policyOf(userId);
    // Whoever may still look keeps their quiet hours.
    if (role !== null && mode === null && asleep === 'skip') return;
    const change = role === null ? NO_POLICY : WATCHER;
    await engine.send({ type: 'policy.change', userId, change, by: DESK });
  }
}
