import type { NewsEvidence } from '../../engine/domain/evidence.ts';
import { publicUrl } from '../../rag/normalise/canonical-url.ts';
import { cutText, visibleText } from '../../rag/normalise/characters.ts';
import type { FactSheet, Phrase } from './fact-sheet.ts';
import { phrase } from './fact-sheet.ts';
import { toneWord } from './mood-words.ts';

/** A report as answers cite it: what strangers wrote in it is made fit to stand in a sentence. */
export interface NewsFacts extends NewsEvidence {
  readonly derived: { readonly tone: ReturnType<typeof toneWord> };
}

const TITLE_LENGTH = 200;
const NAME_LENGTH = 60;
/** A link that was cut leads nowhere, and a longer one is no reading. */
const LINK_LENGTH = 300;

/**
 * Returns text from outside as it may stand between “ and ”: one line, nothing invisible or reordering, and no quotation
 * mark that would end the quotation early. Markup is left as it is written: a surface escapes what it would obey.
 */
export function quotable(text: string): string {
  return visibleText(text).replace(/[“„‟]/g, '‘').replace(/”/g, '’');
}

/** Puts a report on the sheet and returns its citation; `more` is what else is known of it. */
export function citeNews(sheet: FactSheet, item: NewsEvidence, more: Readonly<Record<string, unknown>> = {}): string {
  return sheet.add(item.id, { ...newsFacts(item), ...more });
}

export function newsFacts(item: NewsEvidence): NewsFacts {
  const { title, source, tone, url = null } = item;
  const [en, ko] = [shortTitle(title.en), shortTitle(title.ko)];
  return {
    ...item,
    title: { ...(en === '' ? {} : { en }), ...(ko === '' ? {} : { ko }), ...(en + ko === '' ? { en: '…' } : {}) },
    source: cutText(quotable(source), NAME_LENGTH) || '?',
    url: url === null ? null : shortLink(url),
    derived: { tone: toneWord(tone) },
  };
}

function shortTitle(title: string | undefined): string {
  return title === undefined ? '' : cutText(quotable(title), TITLE_LENGTH);
}

function shortLink(url: string): string | null {
  const link = publicUrl(url);
  return link === null || link.length > LINK_LENGTH ? null : link;
}

/** How many publishers tell the story, where more than one does; to stand in the brackets behind a title. */
export function publishersPhrases(sheet: FactSheet, id: string, { storySources = 1 }: NewsEvidence): readonly Phrase[] {
  if (storySources <= 1) return [];
  return [phrase('; {count} publishers', ', 매체 {count}곳', { count: sheet.slot('count', `${id}#storySources`) })];
}
