import type { Channel, ChannelLimits, ChannelName, Delivery, DeliveryResult } from '../../bot/outbox/channel.ts';
import { OutcomeUnknownError, UnavailableError } from '../../engine/domain/errors.ts';

/** What a platform does with one attempt. */
export type Behaviour =
  | 'ok'
  /** It answers 500. */
  | 'fault'
  /** It never answers, and has not taken the message. */
  | 'timeout'
  /** Nobody listens there. */
  | 'no-connection'
  /** It takes the message and never answers. */
  | 'silent-ok'
  /** It takes the message, then the connection breaks. */
  | 'cut-ok'
  | 'blocked'
  | { readonly limited: number }
  | { readonly slow: number }
  | { readonly moved: string };

export interface Arrival {
  readonly id: number;
  readonly address: string;
  readonly text: string;
  readonly at: number;
  readonly replaces: string | null;
  readonly silent: boolean;
  readonly attachments: readonly string[];
  /** Whether the sender was told. */
  readonly answered: boolean;
}

export interface FakeChannelOptions {
  readonly name: ChannelName;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly limits?: ChannelLimits;
  readonly wordsOnly?: true;
  readonly script?: (delivery: Delivery, attempt: number, at: number) => Behaviour;
  /** What the platform itself bears; beyond that it answers 429. */
  readonly bears?: { readonly perSecond: number; readonly perChatMs: number; readonly perMinute?: number };
}

export interface FakeChannel extends Channel {
  readonly arrivals: Arrival[];
  /** Attempts that came faster than the platform bears. */
  tooFast(): number;
  attempts(): number;
  mostAtOnce(): number;
}

const OPEN: ChannelLimits = { perSecond: 1000, burst: 100, perChatMs: 0 };

/** A platform that does with each attempt what a script says. */
export function createFakeChannel(options: FakeChannelOptions): FakeChannel {
  const { name, now, sleep, script = () => 'ok', bears } = options;
  const arrivals: Arrival[] = [];
  const recent: { at: number; address: string }[] = [];
  let attempts = 0;
  let tooFast = 0;
  let running = 0;
  let most = 0;

  return {
    name,
    limits: options.limits ?? OPEN,
    ...(options.wordsOnly && { wordsOnly: true }),
    arrivals,
    tooFast: () => tooFast,
    attempts: () => attempts,
    mostAtOnce: () => most,
    async deliver(delivery, signal) {
      attempts += 1;
      running += 1;
      most = Math.max(most, running);
      try {
        return await answer(delivery, signal, script(delivery, attempts, now()));
      } finally {
        running -= 1;
      }
    },
  };

  async function answer(delivery: Delivery, signal: AbortSignal, behaviour: Behaviour): Promise<DeliveryResult> {
    if (overLimit(delivery.address)) {
      tooFast += 1;
      return { outcome: 'later', retryAfterMs: 5000, problem: '429: too many requests' };
    }
    if (typeof behaviour === 'object') {
      if ('limited' in behaviour) return { outcome: 'later', retryAfterMs: behaviour.limited, problem: '429' };
      if ('moved' in behaviour) return { outcome: 'moved', to: behaviour.moved };
      await sleep(behaviour.slow, signal);
      if (signal.aborted) throw new UnavailableError('The platform was too slow.');
      return taken(delivery, true);
    }
    switch (behaviour) {
      case 'ok':
        return taken(delivery, true);
      case 'fault':
        return { outcome: 'later', retryAfterMs: null, problem: `500: could not send "${textOf(delivery)}"` };
      case 'timeout':
        return never();
      case 'no-connection':
        throw Object.assign(new Error(`connect ECONNREFUSED, body ${textOf(delivery)}`), { code: 'ECONNREFUSED' });
      case 'silent-ok':
        taken(delivery, false);
        return never();
      case 'cut-ok':
        taken(delivery, false);
        throw new OutcomeUnknownError('The connection broke before the answer.');
      case 'blocked':
        return { outcome: 'refused', problem: '403: bot was blocked by the user' };
    }
  }

  function taken(delivery: Delivery, answered: boolean): DeliveryResult {
    arrivals.push({
      id: delivery.id,
      address: delivery.address,
      text: textOf(delivery),
      at: now(),
      replaces: delivery.replaces,
      silent: delivery.silent,
      attachments: (delivery.attachments ?? []).map((attachment) => attachment.name),
      answered,
    });
    return { outcome: 'delivered', ref: delivery.replaces ?? `m${arrivals.length}` };
  }

  function overLimit(address: string): boolean {
    if (bears === undefined) return false;
    const at = now();
    while (recent.length > 0 && (recent[0]?.at ?? 0) <= at - 60_000) recent.shift();
    const within = (ms: number, chat?: string) =>
      recent.filter((one) => one.at > at - ms && (chat === undefined || one.address === chat)).length;
    const over =
      within(1000) >= bears.perSecond ||
      within(bears.perChatMs, address) > 0 ||
      within(60_000, address) >= (bears.perMinute ?? Number.POSITIVE_INFINITY);
    recent.push({ at, address });
    return over;
  }
}

function never(): Promise<never> {
  return new Promise<never>(() => undefined);
}

function textOf({ outbound }: Delivery): string {
  return outbound.blocks.flatMap((block) => (block.type === 'lines' ? block.lines : [])).join('\n');
}
