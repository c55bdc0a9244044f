/** What a person can do about the assistant besides asking it. */
export interface AssistantControls {
  /** Stops the answers that are under way for a person; false where there is none. */
  stop(userId: string): boolean;
  /** Erases what a person is remembered by; returns how many questions that were, null where the memory is away. */
  forget(userId: string): Promise<number | null>;
}
