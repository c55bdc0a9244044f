/** Feeds say what they are at once; an endless head is not searched to its end. */
const HEAD_CHARACTERS = 20_000;

/** One item of a feed, cut out of the document as it stands. */
export interface FeedSlice {
  readonly xml: string;
  /** False where the document went on with the next item, or ended, before this one was closed. */
  readonly closed: boolean;
}

export interface SlicedFeed {
  /** The beginning of what stands before the first item: the feed's own title, language and link. */
  readonly head: string;
  readonly slices: readonly FeedSlice[];
}

const TAG = /<(\/?)(?:(?:rss|atom|ns\d)\d?:)?(item|entry)(?=[\s/>])/y;
const DOCTYPE = /<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>/iy;
const NEXT_ITEM = /<\/(item|entry)>\s*<\1[\s>]/;

/**
 * Cuts a feed into its items without parsing the whole, so that an item that cannot be read costs nobody else: a broken
 * document still gives every item that is whole. Declarations of entities are left out with the rest of the DOCTYPE.
 * Takes time in proportion to the length, whatever the document holds.
 */
export function sliceFeed(xml: string): SlicedFeed {
  const skip = sectionSkipper(xml);
  const slices: FeedSlice[] = [];
  let head: string | undefined;
  let from: number | null = null;
  let at = xml.indexOf('<');
  while (at !== -1) {
    const after = skip(at);
    const tag = after === null ? tagAt(xml, at) : null;
    if (tag !== null && (!tag.closing || from !== null)) {
      head ??= xml.slice(0, at);
      if (from !== null) slices.push({ xml: xml.slice(from, tag.closing ? tag.end : at), closed: tag.closing });
      from = tag.closing ? null : at;
      if (tag.empty) from = null;
    }
    at = xml.indexOf('<', after ?? tag?.end ?? at + 1);
  }
  if (from !== null) slices.push({ xml: xml.slice(from), closed: false });
  return { head: (head ?? xml).slice(0, HEAD_CHARACTERS), slices };
}

interface Tag {
  readonly closing: boolean;
  readonly empty: boolean;
  readonly end: number;
}

function tagAt(xml: string, at: number): Tag | null {
  TAG.lastIndex = at;
  const match = TAG.exec(xml);
  if (match === null) return null;
  const close = xml.indexOf('>', TAG.lastIndex);
  const end = close === -1 ? xml.length : close + 1;
  return { closing: match[1] === '/', empty: xml[end - 2] === '/', end };
}

/** Returns where a comment, a CDATA section, an instruction or a DOCTYPE ends that starts here; null for anything else. */
function sectionSkipper(xml: string): (at: number) => number | null {
  const endOf = endFinder(xml);
  let doctypes = 0;
  return (at) => {
    if (xml.startsWith('<!--', at)) return endOf('-->', at + 4);
    if (xml.startsWith('<?', at)) return endOf('?>', at + 2);
    if (xml.startsWith('<![CDATA[', at)) return cdataEnd(xml, at, endOf(']]>', at + 9));
    if (!xml.startsWith('<!DOCTYPE', at)) return null;
    // A document has one; each further one would be looked through to its end again.
    doctypes += 1;
    DOCTYPE.lastIndex = at;
    return doctypes === 1 && DOCTYPE.test(xml) ? DOCTYPE.lastIndex : null;
  };
}

/** A section that was never closed would swallow the items behind it up to the end of the next one. */
function cdataEnd(xml: string, at: number, end: number | null): number | null {
  if (end === null) return null;
  const swallowed = NEXT_ITEM.exec(xml.slice(at, end));
  return swallowed === null ? end : at + swallowed.index;
}

/** An end is looked for once, and not again before it is passed: a thousand openings must not cost a thousand readings. */
function endFinder(xml: string): (end: string, from: number) => number | null {
  const found = new Map<string, number>();
  return (end, from) => {
    const known = found.get(end) ?? -1;
    const at = known >= from ? known : xml.indexOf(end, from);
    found.set(end, at === -1 ? Number.POSITIVE_INFINITY : at);
    return at === -1 || at === Number.POSITIVE_INFINITY ? null : at + end.length;
  };
}
