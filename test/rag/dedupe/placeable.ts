import { createHash } from 'node:crypto';
import { signatureOf } from '../../../rag/dedupe/signature.ts';
import type { PlacedDocument } from '../../../rag/dedupe/story-finder.ts';
import { wordingOf } from '../../../rag/dedupe/wording.ts';

export const HOUR = 3_600_000;
export const NOON = Date.UTC(2025, 4, 20, 12);

interface Told {
  readonly id: string;
  readonly title: string;
  readonly body?: string;
  readonly url?: string | null;
  readonly source?: string;
  readonly publishedAt?: number;
  readonly assets?: readonly string[];
  readonly story?: string;
  readonly storyStartedAt?: number;
}

/** Returns a document as a story's first, unless another story is named. */
export function placed(told: Told): PlacedDocument {
  const { id, title, body = '', source = `site-${id}`, publishedAt = NOON, assets = [] } = told;
  return {
    id,
    canonicalUrl: told.url === undefined ? `https://${source}.example/${id}` : told.url,
    sha256: hash([source, publishedAt, title, body]),
    textSha256: hash([title, body]),
    source,
    publishedAt,
    assets,
    signature: signatureOf(`${title}\n${body}`),
    wording: wordingOf({ title: { en: title }, body: { en: body } }),
    story: told.story ?? id,
    storyStartedAt: told.storyStartedAt ?? publishedAt,
  };
}

function hash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** One event in two writers' words, and a third text about something else. */
export const HARBOUR = {
  title: 'Harbour Bank of Malta to let clients hold Bitcoin from June',
  body:
    'Harbour Bank, the second largest lender of Malta, will let its 240,000 clients hold Bitcoin in custody from June, ' +
    'chief executive Ingrid Vella said in Valletta on Tuesday after the regulator had given the bank a licence.',
};
export const HARBOUR_RETOLD = {
  title: 'Malta’s Harbour Bank gets licence, opens Bitcoin custody',
  body:
    'Clients of Harbour Bank in Malta can keep Bitcoin with their lender as of June. Ingrid Vella, who runs it, told ' +
    'reporters in Valletta that 240,000 accounts will see the new button once the regulator’s licence takes effect.',
};
export const STORM = {
  title: 'Storm closes mining site in Paraguay for a third week',
  body:
    'A mining company with 14,000 machines near Villarrica said its site remains closed as repairs of the power line ' +
    'damaged by a storm take longer than planned. It expects to mine 310 fewer coins this quarter.',
};
