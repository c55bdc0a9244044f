import type { EmbedderError } from './embedder.ts';

/** From us to the model's process, whose argument is the model's folder. */
export type SentenceRequest =
  | {
      readonly type: 'embed';
      readonly job: number;
      readonly texts: readonly string[];
      readonly role: 'query' | 'passage';
    }
  | { readonly type: 'cancel'; readonly job: number }
  | { readonly type: 'close' };

/** Its answers. */
export type SentenceAnswer =
  | { readonly type: 'ready'; readonly name: string; readonly version: string; readonly dimensions: number }
  | { readonly type: 'refused'; readonly code: EmbedderError['code']; readonly message: string }
  | { readonly type: 'embedded'; readonly job: number; readonly vectors: readonly Float32Array[] }
  | { readonly type: 'failed'; readonly job: number; readonly code: EmbedderError['code']; readonly message: string };
