import type { Command, CommandOutcome } from '../engine/domain/command.ts';
import type { Decimal } from '../engine/domain/decimal.ts';
import type { PremiumView } from '../engine/market/premium.ts';
import type { HeldSpan } from '../engine/performance/buy-and-hold.ts';
import type { EmergencyStanding } from './emergency/standing.ts';
import type { ModelStanding } from './minds/standing.ts';

/** The one way in: whatever a person wants of the engine arrives there as a typed command. */
export interface CommandPort {
  send(command: Command): Promise<CommandOutcome>;
}

/** How it goes with one source of news or figures; times are those of the wall, for a source knows no replay. */
export interface SourceHealth {
  /** `rss:coindesk`; `recording:may-2025` is the news that came with a recording. */
  readonly name: string;
  readonly lastVisitAt: number | null;
  readonly lastSuccessAt: number | null;
  /** Reports and figures that were new at the last success. */
  readonly lastNew: number;
  /** Visits in a row that failed. */
  readonly failures: number;
  /** Why the last one did; null after a success. */
  readonly problem: string | null;
  readonly nextVisitAt: number;
}

/** Whether what the desk rests on is in order. */
export interface HealthView {
  /** False: sources are visited only when somebody asks. */
  readonly isFetching: boolean;
  readonly sources: readonly SourceHealth[];
  /** What searches compare by; `missing` are pieces that have no vector yet. Null: by words alone. */
  readonly embedder: {
    readonly name: string;
    readonly kind: 'lexical' | 'semantic';
    readonly vectors: number;
    readonly missing: number;
  } | null;
  readonly documents: number;
  readonly stories: number;
  /** Alerts of the last 24 hours that reached nobody; missing where none are sent. */
  readonly undelivered?: number;
  /** Missing where a desk holds nothing at a venue and never will: a replay. */
  readonly emergency?: EmergencyStanding;
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
  /** The real market that is followed; null or missing where a recording is played. */
  readonly venue?: {
    readonly name: string;
    readonly symbols: readonly string[];
    readonly quoteCurrency: string;
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
  /** How it goes with what the desk reads and writes. */
  health(): Promise<HealthView>;
  /** Null, or missing: no language model is asked. */
  models?(): ModelStanding | null;
  /** How far profits made on paper since then may lie from those of real money; missing where nothing is paper. */
  paperBand?(since: number): { readonly low: Decimal; readonly high: Decimal };
  /** What coins cost more in Korea than in the world; missing where nothing is traded in won. */
  readonly premium?: PremiumView;
  journalHead(): { readonly seq: number; readonly hash: string };
}
