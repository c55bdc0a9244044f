import type { Command, CommandOutcome } from '../engine/domain/command.ts';
import type { HeldSpan } from '../engine/performance/buy-and-hold.ts';

/** The one way in: whatever a person wants of the engine arrives there as a typed command. */
export interface CommandPort {
  send(command: Command): Promise<CommandOutcome>;
}

/** What this desk is, for people: which market, which money, who reviews, where it is written. */
export interface DeskInfo {
  readonly mode: 'replay' | 'paper' | 'live';
  /** Play money or real: shown wherever an order is. */
  readonly account: 'paper' | 'live';
  readonly version: string;
  readonly recording: {
    readonly name: string;
    readonly title: string;
    readonly startTime: number;
    readonly endTime: number;
  } | null;
  /** `PGlite 0.5.14 (embedded)`, `PostgreSQL 15.8`. */
  readonly database: string;
  /** As they are in the records: `rules:technical`. */
  readonly reviewers: readonly string[];
  /** `baseline 1`. */
  readonly model: string | null;
  readonly settings: {
    /** Share of equity at and above which a person's order is shown back before it is sent. */
    readonly confirmAboveFraction: number;
    /** The engine's hard cap on a person's order: what lies above is refused without a question. */
    readonly maxHumanOrderFraction: number;
  };
  /** First and present price of each market, for the comparison with buying and keeping. */
  heldSpans(): readonly HeldSpan[];
  journalHead(): { readonly seq: number; readonly hash: string };
}
