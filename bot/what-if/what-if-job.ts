import type { WhatIfChange } from '../../agent/assistant/tools/what-if-port.ts';
import type { DeskConfig } from '../../engine/desk/settings.ts';
import type { NewsEvidence, SeriesEvidence } from '../../engine/domain/evidence.ts';
import type { JournalEventOf } from '../../engine/domain/journal-entry.ts';
import type { NewsQuery } from '../../engine/ports/news-source.ts';
import type { ScoredDocument } from '../../rag/sentiment/scored-item.ts';
import type { AppConfig } from '../config/config.ts';
import type { ComparedEvent } from './played-events.ts';
import type { RecordedDeed } from './recorded-commands.ts';

/** All that a run needs, to be handed to its thread. */
export interface WhatIfJob {
  readonly config: {
    readonly desk: DeskConfig;
    readonly strategies: AppConfig['strategies'];
    readonly account: AppConfig['account'];
  };
  readonly recording: string;
  /** How the desk began, and when. */
  readonly started: { readonly at: number; readonly event: JournalEventOf<'desk.started'> };
  readonly deeds: readonly RecordedDeed[];
  readonly changes: readonly WhatIfChange[];
  /** The changes hold from here on; before it everything is as it was. */
  readonly from: number;
  readonly to: number;
  /** What the mood of the news rests on. */
  readonly documents: readonly ScoredDocument[];
}

/** What a finished run tells. */
export interface PlayedJob {
  readonly events: readonly ComparedEvent[];
  readonly reviewers: readonly string[];
  readonly lostAnswers: number;
}

/** From the thread: a question that only the main thread can answer, or the end. */
export type FromThread =
  | { readonly type: 'news'; readonly id: number; readonly query: NewsQuery }
  | { readonly type: 'series'; readonly id: number; readonly asOf: number }
  | { readonly type: 'played'; readonly played: PlayedJob }
  | { readonly type: 'failed'; readonly message: string };

export type ToThread =
  | { readonly type: 'news'; readonly id: number; readonly news: readonly NewsEvidence[] }
  | { readonly type: 'series'; readonly id: number; readonly series: readonly SeriesEvidence[] }
  | { readonly type: 'refused'; readonly id: number };
