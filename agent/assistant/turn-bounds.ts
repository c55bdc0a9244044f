/** How far one answer may go. */
export interface AssistantBounds {
  /** Look-ups in one answer. */
  readonly toolCalls: number;
  /** Times the model is asked in one answer, the repair among them. */
  readonly modelCalls: number;
  /** Tokens of one answer, read and written. */
  readonly tokens: number;
  /** From the question to the last word. */
  readonly deadlineMs: number;
}

/** What one answer has used. */
export interface TurnUsage {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly tokens: number;
}

/** A turn may ask the model this often beyond its look-ups: for the draft, and for one repair. */
const CALLS_BESIDE_TOOLS = 3;

/** Returns how often the model may be asked in an answer of so many look-ups. */
export function modelCallsFor(toolCalls: number): number {
  return toolCalls + CALLS_BESIDE_TOOLS;
}

/** Letters for a token, at the least: Hangul takes about one and a half, English four. */
const LETTERS_PER_TOKEN = 2;

/** Counts what one answer uses against its bounds. */
export class TurnMeter {
  readonly #bounds: AssistantBounds;
  #modelCalls = 0;
  #toolCalls = 0;
  #tokens = 0;

  constructor(bounds: AssistantBounds) {
    this.#bounds = bounds;
  }

  get usage(): TurnUsage {
    return { modelCalls: this.#modelCalls, toolCalls: this.#toolCalls, tokens: this.#tokens };
  }

  /** Tells whether the model may be asked with so much text once more, and counts it. */
  mayAsk(letters: number): boolean {
    const isOver = this.#modelCalls >= this.#bounds.modelCalls;
    if (isOver || this.#tokens + tokensOf(letters) > this.#bounds.tokens) return false;
    this.#modelCalls += 1;
    return true;
  }

  /** Tells whether one more look-up is allowed, and counts it. */
  mayLookUp(): boolean {
    if (this.#toolCalls >= this.#bounds.toolCalls) return false;
    this.#toolCalls += 1;
    return true;
  }

  /** Counts what a call took: as the server says, else by the letters that went both ways. */
  spent(tokens: number | null, letters: number): void {
    this.#tokens += tokens ?? tokensOf(letters);
  }
}

function tokensOf(letters: number): number {
  return Math.ceil(letters / LETTERS_PER_TOKEN);
}
