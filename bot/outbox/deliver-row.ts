import { InvariantError } from '../../engine/domain/errors.ts';
import { backOffMs } from './back-off.ts';
import type { Attachment, Channel, Delivery, DeliveryResult } from './channel.ts';
import { chatOf } from './channel.ts';
import { problemOfFault, problemWithoutText } from './delivery-problem.ts';
import type { OutboxOptions, OutboxReport, OutboxTiming } from './outbox-options.ts';
import type { Settlement, WaitingRow } from './outbox-store.ts';

export type DeliveryContext = Pick<
  OutboxOptions,
  'store' | 'modeOf' | 'mayHear' | 'attach' | 'report' | 'now' | 'sleep' | 'random' | 'logger'
> & { readonly timing: OutboxTiming };

/** How an attempt ended; `limited` is a `later` for which the platform named the time. */
export type DeliveryEnd = DeliveryResult['outcome'] | 'limited';

/** A chat that moves more often than this is sent in circles. */
const MOVES = 3;
const SETTLE_ATTEMPTS = 5;

/** Makes one attempt at a claimed row, writes what became of it, and returns that. Never rejects. */
export async function deliverRow(
  row: WaitingRow,
  channel: Channel,
  stopped: AbortSignal,
  context: DeliveryContext,
): Promise<DeliveryEnd> {
  if (context.mayHear?.(row.userId) === false) return silence(row, stopped, context);
  const result = await attempt(row, channel, stopped, context);
  if (result.outcome === 'moved') return moveRow({ row, channel, to: result.to, stopped, context });
  const settlement = settlementOf(row, result, stopped, context);
  const settled = await settle(row, settlement, stopped, context);
  const fields = { outboxId: row.id, channel: channel.name, attempt: row.attempts };
  if (settlement.outcome === 'delivered') {
    context.logger.info(fields, 'delivered');
    return 'delivered';
  }
  const { problem } = settlement;
  if (settlement.outcome === 'later') context.logger.warn({ ...fields, problem }, 'not delivered yet');
  else context.logger.error({ ...fields, problem }, 'cannot be delivered');
  if (settled && settlement.outcome !== 'later') {
    const type = settlement.outcome === 'refused' ? 'refused' : 'gave-up';
    await tell({ type, ...reported(row), attempts: row.attempts, problem }, context);
  }
  if (settlement.outcome !== 'later') return 'refused';
  return result.outcome === 'later' && result.retryAfterMs !== null ? 'limited' : 'later';
}

/** Whoever was put out hears no more, and nobody hears it in their place. */
async function silence(row: WaitingRow, stopped: AbortSignal, context: DeliveryContext): Promise<DeliveryEnd> {
  const problem = 'this person is told nothing any more';
  await settle(row, { outcome: 'muted', problem }, stopped, context);
  context.logger.info({ outboxId: row.id }, problem);
  return 'refused';
}

/** Returns the part of a report that says which row it is about. */
export function reported(row: WaitingRow) {
  const { id, userId, kind, address, waitingSince } = row;
  return { id, userId, kind, address, waitingSince };
}

/** Reports; whoever listens cannot harm the outbox. */
export async function tell(report: OutboxReport, context: Pick<DeliveryContext, 'report' | 'logger'>): Promise<void> {
  try {
    await context.report(report);
  } catch (fault) {
    context.logger.error({ outboxId: report.id, problem: problemOfFault(fault) }, 'a report was not taken');
  }
}

function settlementOf(
  row: WaitingRow,
  result: Exclude<DeliveryResult, { outcome: 'moved' }>,
  stopped: AbortSignal,
  { now, random, timing }: DeliveryContext,
): Settlement {
  const at = now();
  if (result.outcome === 'delivered') return { outcome: 'delivered', at, ref: result.ref };
  const problem = problemWithoutText(result.problem, row.payload.outbound);
  if (result.outcome === 'refused') return { outcome: 'refused', problem };
  if (stopped.aborted) return { outcome: 'later', nextAt: at, problem };
  if (at - row.waitingSince >= timing.giveUpAfterMs) return { outcome: 'expired', problem };
  const wait = result.retryAfterMs ?? backOffMs(row.attempts, random);
  return { outcome: 'later', nextAt: at + Math.max(1, Math.min(wait, timing.giveUpAfterMs)), problem };
}

async function attempt(
  row: WaitingRow,
  channel: Channel,
  stopped: AbortSignal,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const attempting = new AbortController();
  const { signal } = attempting;
  const giveUp = (): void => attempting.abort();
  stopped.addEventListener('abort', giveUp, { once: true });
  if (stopped.aborted) giveUp();
  const sent = deliveryOf(row, channel, context)
    .then((delivery) => channel.deliver(delivery, signal))
    .catch((fault: unknown): DeliveryResult => later(problemOfFault(fault)));
  const lost = context
    .sleep(context.timing.attemptMs, signal)
    .then(() => later(stopped.aborted ? 'stopped before the answer came' : 'no answer in time'));
  const result = await Promise.race([sent, lost]);
  stopped.removeEventListener('abort', giveUp);
  giveUp();
  return result;
}

function later(problem: string): DeliveryResult {
  return { outcome: 'later', retryAfterMs: null, problem };
}

async function deliveryOf(row: WaitingRow, channel: Channel, context: DeliveryContext): Promise<Delivery> {
  const { payload } = row;
  const attachments = channel.wordsOnly ? toldInWords(row) : await attachmentsOf(row, context);
  return {
    id: row.id,
    address: chatOf(row.address),
    outbound: payload.outbound,
    replaces: row.replaces,
    silent: payload.silent || row.importance === 'quiet' || (await context.modeOf(row.userId, row.kind)) !== 'on',
    ...(attachments.length > 0 && { attachments }),
  };
}

/** Made before the message is sent: a picture that cannot be drawn must not keep back what it belongs to. */
async function attachmentsOf(row: WaitingRow, context: DeliveryContext): Promise<readonly Attachment[]> {
  const made: Attachment[] = [];
  for (const { name, mime, alt, source } of row.payload.attachments) {
    try {
      const bytes = await context.attach(source, row.payload);
      made.push({ name, mime, alt, bytes: async () => bytes });
    } catch (fault) {
      context.logger.warn({ outboxId: row.id, source, problem: problemOfFault(fault) }, 'sent without an attachment');
    }
  }
  return made;
}

function toldInWords({ id, payload }: WaitingRow): readonly Attachment[] {
  return payload.attachments.map(({ name, mime, alt }) => ({
    ...{ name, mime, alt },
    bytes: () => Promise.reject(new InvariantError(`Nothing is drawn for a channel of words only (row ${id}).`)),
  }));
}

interface Move {
  readonly row: WaitingRow;
  readonly channel: Channel;
  readonly to: string;
  readonly stopped: AbortSignal;
  readonly context: DeliveryContext;
}

async function moveRow({ row, channel, to, stopped, context }: Move): Promise<DeliveryEnd> {
  const address = `${channel.name}:${to}`;
  const { store, logger, now, random } = context;
  if (address === row.address || row.attempts > MOVES) {
    const nextAt = now() + backOffMs(row.attempts, random);
    const problem = 'the chat is said to have moved, again and again';
    await settle(row, { outcome: 'later', nextAt, problem }, stopped, context);
    return 'later';
  }
  try {
    await store.move(row.address, address, now());
    await tell({ type: 'moved', ...reported(row), to: address }, context);
  } catch (fault) {
    logger.error({ outboxId: row.id, problem: problemOfFault(fault) }, 'a moved chat was not written down');
  }
  return 'moved';
}

/** What was delivered must not be sent again because the database was away for a moment. */
async function settle(
  row: WaitingRow,
  settlement: Settlement,
  stopped: AbortSignal,
  context: DeliveryContext,
): Promise<boolean> {
  const { store, logger, sleep, random } = context;
  for (let attempts = 1; attempts <= SETTLE_ATTEMPTS; attempts += 1) {
    try {
      return await store.settle(row.id, row.attempts, settlement);
    } catch (fault) {
      logger.error({ outboxId: row.id, problem: problemOfFault(fault) }, 'an outcome was not written down');
      await sleep(backOffMs(attempts, random), stopped);
    }
  }
  return false;
}
