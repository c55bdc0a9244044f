import type { SourceItem } from '../document.ts';
import type { Preparation, PreparationContext } from '../prepare.ts';

/** What is asked of the worker; `job` comes back with the answer. */
export type PreparingRequest =
  | {
      readonly type: 'prepare';
      readonly job: number;
      readonly items: readonly SourceItem[];
      readonly context: PreparationContext;
    }
  | {
      readonly type: 'embed';
      readonly job: number;
      readonly texts: readonly string[];
      readonly role: 'query' | 'passage';
    };

export type PreparingAnswer =
  | { readonly type: 'prepared'; readonly job: number; readonly prepared: readonly Preparation[] }
  | { readonly type: 'embedded'; readonly job: number; readonly vectors: readonly Float32Array[] }
  | { readonly type: 'failed'; readonly job: number; readonly message: string };
