/** One question of a person with what they were answered. */
export interface RememberedTurn {
  readonly question: string;
  /** As it was shown, without citations and without who answered. */
  readonly answer: string;
  readonly citations: readonly string[];
  /** Wall time. */
  readonly at: number;
  /** The answer holds words of strangers. */
  readonly isTainted: boolean;
}

/**
 * What the assistant remembers of each person. A checkpointer of the agent's library is not used for it: that one keeps
 * every step of every turn for ever, tool results and all, and resumes what nobody asked to resume. These are the few
 * words that a follow-up question leans on, and they go when their time has come or when the person says so.
 */
export interface AssistantMemory {
  /** Returns up to `limit` of the newest turns of one person, oldest first. */
  latest(userId: string, limit: number): Promise<readonly RememberedTurn[]>;
  keep(userId: string, turn: RememberedTurn): Promise<void>;
  /** Erases what one person is remembered by; returns how many turns that were. */
  forget(userId: string): Promise<number>;
  /** Erases whatever is older, and of each person what goes beyond a bound; returns how many turns that were. */
  purge(before: number): Promise<number>;
}
