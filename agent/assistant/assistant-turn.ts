import { type BaseMessage, HumanMessage } from '@langchain/core/messages';
import type { RenderedSentence } from '../answers/render.ts';
import { modelFailureOf } from '../models/model-failure.ts';
import { createAgentRun, lastWord } from './agent-run.ts';
import type {
  AssistantParts,
  AssistantProgress,
  AssistantQuestion,
  AssistantReply,
  UnansweredReason,
} from './assistant-reply.ts';
import { ClaimBook } from './claims.ts';
import { composeDraft } from './compose.ts';
import { openingMessage } from './earlier-talk.ts';
import { repairMessage } from './repair-message.ts';
import { ShownDraft } from './shown-draft.ts';
import type { ToolContext, ToolOffer, ToolResult } from './tool.ts';
import { type AskedCall, toolMessage } from './tool-messages.ts';
import { TurnMeter } from './turn-bounds.ts';

const MAX_OFFERS = 3;
/** What the tools found is shown in full up to here, where the model's own words do not count. */
const MAX_FOUND = 10;

const NO_MORE = 'refused\nNo more look-ups are possible in this answer. Write the answer from the claims you have.';
const ALREADY =
  'You have asked this before in this answer; it was told then. Write the answer from the claims you have.';

/** Ends a turn on purpose. */
class TurnEnded extends Error {
  override readonly name = 'TurnEnded';
  readonly why: UnansweredReason;

  constructor(why: UnansweredReason) {
    super(`The turn ended: ${why}.`);
    this.why = why;
  }
}

/** One question on its way to an answer: within its bounds, by its deadline, and nothing shown that no record bears out. */
export class AssistantTurn {
  readonly #parts: AssistantParts;
  readonly #question: AssistantQuestion;
  readonly #book: ClaimBook;
  readonly #meter: TurnMeter;
  readonly #end = new AbortController();
  readonly #asked = new Set<string>();
  readonly #looked: string[] = [];
  readonly #offers = new Map<string, ToolOffer>();
  #lines: ShownDraft;
  #isWriting = false;
  #picture: string | null = null;
  #repairs = 0;
  #lastCall: Promise<unknown> = Promise.resolve();

  constructor(parts: AssistantParts, question: AssistantQuestion) {
    this.#parts = parts;
    this.#question = question;
    this.#book = new ClaimBook(question.rendering, { zone: question.zone });
    this.#lines = new ShownDraft(this.#book);
    this.#meter = new TurnMeter(parts.bounds);
  }

  async answer(): Promise<AssistantReply> {
    const timer = setTimeout(() => this.#stop('late'), this.#parts.bounds.deadlineMs);
    const cancel = (): void => this.#stop('cancelled');
    const { signal } = this.#question;
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted) cancel();
    try {
      // However long the library takes to notice: the asker waits no longer than was promised.
      return await Promise.race([this.#talk(), rejection(this.#end.signal)]);
    } catch (fault) {
      return this.#unanswered(this.#reasonOf(fault), modelFailureOf(fault)?.detail ?? null);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      // What still runs has nobody to answer.
      this.#stop('cancelled');
    }
  }

  async #talk(): Promise<AssistantReply> {
    const { text, earlier } = this.#question;
    try {
      return await this.#draft([new HumanMessage(openingMessage(text, earlier))]);
    } catch (fault) {
      // Room is made by what was said before; a question that does not fit alone does not fit.
      if (modelFailureOf(fault)?.detail !== 'too-large' || earlier.length === 0) throw fault;
      return this.#draft([new HumanMessage(openingMessage(text, []))]);
    }
  }

  async #draft(opening: readonly BaseMessage[]): Promise<AssistantReply> {
    const { language, userId } = this.#question;
    const voice = await this.#parts.voice(language, userId);
    const agent = createAgentRun({
      ...voice,
      tools: this.#parts.door.toolsFor(this.#context()),
      hooks: {
        beforeModel: (letters) => this.#admit(letters),
        afterModel: (tokens, letters) => this.#meter.spent(tokens, letters),
        offered: () => new Set(this.#parts.door.toolsFor(this.#context()).map(({ name }) => name)),
        callTool: (call) => this.#inOrder(call),
        begun: () => this.#begin(),
        wrote: (piece) => this.#wrote(piece),
      },
    });
    const messages = await agent.run(opening, this.#end.signal);
    const first = this.#read(lastWord(messages));
    if (first.outcome === 'sentences') return this.#answered(first.sentences);
    this.#repairs += 1;
    const again = await agent.run([...messages, new HumanMessage(first.repair)], this.#end.signal);
    const second = this.#read(lastWord(again));
    return second.outcome === 'sentences' ? this.#answered(second.sentences) : this.#unanswered('ungrounded');
  }

  #read(draft: string): Reading {
    const composed = composeDraft(draft, this.#book);
    if (composed.outcome === 'refused') return { outcome: 'refused', repair: repairMessage(composed.problems) };
    const { sentences } = composed;
    const hasClaims = this.#book.claims.length > 0;
    // Talk that leaves aside what was found answers nothing.
    if (hasClaims && !sentences.some(({ citations }) => citations.length > 0) && this.#hasFound()) {
      return { outcome: 'refused', repair: 'The answer uses none of the claims. Answer the question from them.' };
    }
    return { outcome: 'sentences', sentences };
  }

  #hasFound(): boolean {
    return this.#book.claims.some(({ sentence }) => sentence.citations.length > 0);
  }

  #admit(letters: number): void {
    if (this.#end.signal.aborted) throw new TurnEnded('cancelled');
    if (!this.#meter.mayAsk(letters)) throw new TurnEnded('bounds');
  }

  #begin(): void {
    this.#lines = new ShownDraft(this.#book);
    this.#isWriting = false;
  }

  #wrote(piece: string): void {
    if (this.#end.signal.aborted) return;
    const sentences = this.#lines.write(piece);
    if (sentences !== null) this.#tell({ type: 'sentences', sentences });
    else if (!this.#isWriting) this.#tell({ type: 'writing' });
    this.#isWriting = true;
  }

  /** Several calls of one message are answered one by one: what one has tainted, the next must know of. */
  #inOrder(call: AskedCall) {
    const answered = this.#lastCall.then(() => this.#callTool(call));
    this.#lastCall = answered;
    return answered;
  }

  async #callTool(call: AskedCall) {
    const key = `${call.name} ${JSON.stringify(call.args)}`;
    if (this.#asked.has(key)) return toolMessage(call, ALREADY);
    if (!this.#meter.mayLookUp()) return toolMessage(call, NO_MORE);
    this.#asked.add(key);
    this.#looked.push(call.name);
    this.#tell({ type: 'looking', tools: [...this.#looked] });
    const result = await this.#parts.door.callTool(call.name, call.args, this.#context());
    this.#keep(result);
    return toolMessage(call, this.#book.add(result));
  }

  #keep({ offers = [], picture }: ToolResult): void {
    for (const offer of offers) if (this.#offers.size < MAX_OFFERS) this.#offers.set(offer.command, offer);
    this.#picture ??= picture ?? null;
  }

  #context(): ToolContext {
    const { userId, role, language, zone, now } = this.#question;
    return { userId, role, language, zone, now, isTainted: this.#book.isTainted, signal: this.#end.signal };
  }

  #tell(step: AssistantProgress): void {
    try {
      this.#question.progress?.(step);
    } catch (fault) {
      this.#parts.onFault?.(fault);
    }
  }

  #stop(why: UnansweredReason): void {
    if (!this.#end.signal.aborted) this.#end.abort(new TurnEnded(why));
  }

  #reasonOf(fault: unknown): UnansweredReason {
    const ended = endedBy(this.#end.signal.aborted ? this.#end.signal.reason : fault);
    if (ended !== null) return ended.why;
    const failure = modelFailureOf(fault);
    if (failure !== null) return failure.kind;
    this.#parts.onFault?.(fault);
    return 'failed';
  }

  #answered(sentences: readonly RenderedSentence[]): AssistantReply {
    return { ...this.#outcome(), outcome: 'answered', sentences, picture: this.#picture };
  }

  #unanswered(why: UnansweredReason, detail: string | null = null): AssistantReply {
    const found = this.#book.claims.filter(({ sentence }) => sentence.citations.length > 0).slice(0, MAX_FOUND);
    return { ...this.#outcome(), outcome: 'unanswered', why, detail, found: found.map(({ rendered }) => rendered) };
  }

  #outcome() {
    return {
      facts: this.#book.facts(),
      offers: [...this.#offers.values()],
      isTainted: this.#book.isTainted,
      repairs: this.#repairs,
      usage: this.#meter.usage,
    };
  }
}

type Reading =
  | { readonly outcome: 'sentences'; readonly sentences: readonly RenderedSentence[] }
  /** `repair` is for the model. */
  | { readonly outcome: 'refused'; readonly repair: string };

/** The library wraps what a hook throws, and what it wraps it in. */
function endedBy(fault: unknown): TurnEnded | null {
  for (let one = fault; one instanceof Error; one = one.cause) if (one instanceof TurnEnded) return one;
  return null;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
