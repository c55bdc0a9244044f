import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import { UnavailableError } from '../../engine/domain/errors.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { ReplayMarketData } from '../../engine/exchanges/replay-market-data.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message, Outbound } from '../message.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import { savePicture } from '../saved-picture.ts';
import { statusLine } from '../status-line.ts';
import type { Terminal } from '../surfaces/terminal.ts';
import { createTerminal } from '../surfaces/terminal.ts';
import { farewell, weekIsOver, welcome } from '../welcome.ts';
import type { AppChat } from './chat.ts';
import { createAppChat } from './chat.ts';
import type { AppDesk } from './desk.ts';
import { showFeedStalls } from './feed-watch.ts';
import { showModelTrouble } from './model-trouble.ts';
import { showModelNotices } from './model-watch.ts';
import { startReportNotices } from './reports.ts';
import { showRules } from './rule-delivery.ts';

export interface SessionOptions {
  readonly desk: AppDesk;
  readonly logger: Logger;
  readonly version: string;
  readonly input: Readable & { setRawMode?: (raw: boolean) => unknown };
  readonly output: Writable & { readonly columns?: number };
  readonly isTTY: boolean;
  readonly colour: boolean;
  /** At full speed, a script's next line is obeyed this much market time after the one before. */
  readonly scriptStepMs: number;
  /** Fires when the process is told to stop. */
  readonly stop: AbortSignal;
  /** The chat that other surfaces share; one of its own without it. */
  readonly chat?: AppChat;
  /** Called with what shows the person a word of the desk's own. */
  readonly notices?: (show: (words: (voice: Voice) => Message) => void) => void;
}

/** A minute of market time at a time, and so many of them, until what a line set off has come to rest. */
const REST_STEP_MS = TIMEFRAME_MS['1m'];
const REST_STEPS = 10;

/** Runs a desk with a terminal until the person leaves or the script ends; the desk is closed by the caller. */
export async function runSession(options: SessionOptions): Promise<void> {
  const { desk, output, isTTY } = options;
  const chat = options.chat ?? createAppChat(desk, options);
  const played = !isTTY && desk.replay?.speed() === 'max' ? desk.replay : null;
  const scripted = played !== null;
  const script = played === null ? null : new ScriptPace(desk, played, options.scriptStepMs);
  const terminal: Terminal = createTerminal({
    input: options.input,
    output,
    isTTY,
    colour: options.colour,
    core: chat.core,
    now: () => Date.now(),
    savePicture: (picture) => savePicture(picture, join(desk.config.data.directory, 'charts')),
    statusLine: (voice) => statusLine({ desk: desk.view, replay: desk.replay, info: chat.info }, voice),
    leaving: () => void chat.assistant.controls.stop(TERMINAL_OWNER),
    ready: async () => {
      await script?.beforeLine();
      await told;
    },
  });
  // Entries come faster than they can be told; each waits for the one before, so that they are told in order.
  let told: Promise<void> = Promise.resolve();
  const show = (tell: () => Promise<void>): void => {
    told = told.then(tell).catch((fault: unknown) => options.logger.error({ err: fault }, 'an alert was not shown'));
  };
  desk.onEntry((entry) => {
    show(async () => {
      // A script that plays days in seconds is told what happened, not every candidate that was let go.
      if (scripted && isIdleTalk(entry.event)) return;
      const alert = await chat.core.alert(entry, TERMINAL_OWNER, Date.now(), { brief: scripted });
      if (alert === null || alert.mode === 'off') return;
      const outbound = alert.mode === 'silent' ? quieter(alert.outbound) : alert.outbound;
      if (!(scripted && outbound.importance === 'quiet')) terminal.show(outbound);
    });
  });
  await chat.access.load();
  // Who lost a role while the desk was down has no say in it any more, whichever way it is started.
  await chat.approvers.sync();
  const voice = await chat.core.voiceOf(TERMINAL_OWNER);
  terminal.show(await chat.core.present(welcome(desk, chat.info, voice), TERMINAL_OWNER, Date.now()));

  const notice = (words: (voice: Voice) => Message): void =>
    show(async () => {
      const own = await chat.core.voiceOf(TERMINAL_OWNER);
      terminal.show(await chat.core.present(words(own), TERMINAL_OWNER, Date.now()));
    });
  options.notices?.(notice);
  showRules(chat, notice);
  const stopFeedWatch = showFeedStalls({ desk, chat, logger: options.logger }, notice);
  const stopModelWatch = showModelNotices({ desk, chat, logger: options.logger }, notice);
  const looked = showModelTrouble(desk, options.logger, notice);
  // A script plays on at once: what its models cannot do stands before what they decide.
  if (scripted) await looked;
  await chat.rules.start();
  // A script has its last lines to itself.
  const reports = isTTY ? startReportNotices({ desk, chat, logger: options.logger, show: notice }) : null;

  played?.pause();
  const playing = desk.run().then(async () => {
    // It also ends because somebody left; only its last day is an end to tell.
    if (desk.replay === null || desk.replay.position() < desk.replay.endTime) return;
    const over = await chat.core.voiceOf(TERMINAL_OWNER);
    show(async () => terminal.show(await chat.core.present(weekIsOver(desk, over), TERMINAL_OWNER, Date.now())));
  });
  // What the desk cannot survive must end the conversation too, however long the person thinks.
  const talking = Promise.race([terminal.run(), playing.then(() => new Promise<never>(() => undefined))]);
  let lost: unknown = null;
  const leave = (): void => {
    terminal.close();
    void desk.stop();
  };
  output.once('error', (fault) => {
    lost = fault;
    leave();
  });
  options.stop.addEventListener('abort', leave, { once: true });
  if (options.stop.aborted) leave();
  try {
    const end = await talking;
    if (script !== null && end === 'end-of-input' && lost === null && !options.stop.aborted) {
      await script.playOut();
      await playing;
      // What the rules found on the last day is told, too.
      await chat.rules.settled();
    }
    await told;
    if (isTTY && lost === null) {
      const parting = farewell(desk, await chat.core.voiceOf(TERMINAL_OWNER));
      terminal.show(await chat.core.present(parting, TERMINAL_OWNER, Date.now()));
    }
    if (lost !== null && !isReaderGone(lost)) throw unwritable(lost);
  } finally {
    terminal.close();
    stopFeedWatch();
    stopModelWatch();
    await reports?.stop();
    await desk.stop();
    await playing.catch(() => undefined);
    await chat.rules.settled();
    await chat.assistant.close();
  }
}

/** Whoever read along has left, by `| head` or by closing the window: an end like any other. */
function isReaderGone(fault: unknown): boolean {
  return ['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(codeOf(fault));
}

function unwritable(fault: unknown): UnavailableError {
  return new UnavailableError(`The output cannot be written (${codeOf(fault)}).`, {
    cause: fault,
    hint: 'Nothing of the desk is lost. Make room where the output goes, then start again.',
  });
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : 'unknown';
}

/** Nothing rings at a terminal: what is silent stands back there. */
function quieter(outbound: Outbound): Outbound {
  return { ...outbound, importance: outbound.importance === 'urgent' ? 'normal' : 'quiet' };
}

/** Nobody is there to answer a proposal that a script plays past. */
function isIdleTalk(event: JournalEvent): boolean {
  return event.type === 'approval.answered' && event.approval.status === 'expired';
}

/** A script talks faster than a market moves: at full speed each line is given market time of its own. */
class ScriptPace {
  readonly #desk: AppDesk;
  readonly #replay: ReplayMarketData;
  readonly #stepMs: number;
  #begun = false;

  constructor(desk: AppDesk, replay: ReplayMarketData, stepMs: number) {
    this.#desk = desk;
    this.#replay = replay;
    this.#stepMs = stepMs;
  }

  /** The first line is obeyed where the recording stands; each later one a step further on. */
  async beforeLine(): Promise<void> {
    if (!this.#begun) {
      this.#begun = true;
      return;
    }
    await this.#comeToRest();
    await this.#playOn(this.#stepMs);
  }

  /** Plays what is left of the recording. */
  async playOut(): Promise<void> {
    await this.#playOn(Number.POSITIVE_INFINITY);
    this.#replay.resume();
  }

  /** Plays on until no order waits for the next price, so that a receipt comes before the next question. */
  async #comeToRest(): Promise<void> {
    for (let step = 0; step < REST_STEPS && this.#awaitsPrice(); step += 1) await this.#playOn(REST_STEP_MS);
  }

  #awaitsPrice(): boolean {
    return this.#desk.view.openOrders().some((order) => order.request.type === 'market');
  }

  async #playOn(ms: number): Promise<void> {
    const replay = this.#replay;
    const to = Math.min(replay.position() + ms, replay.endTime);
    if (to > replay.position()) await replay.playTo(to);
  }
}
