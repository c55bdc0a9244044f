import { setImmediate as turn } from 'node:timers/promises';
import type { FeedSlice } from './feed-slices.ts';
import { sliceFeed } from './feed-slices.ts';
import { publishedTime } from './published-time.ts';
import type { Unreadable } from './source.ts';
import type { XmlElement } from './xml-element.ts';
import { child, children, markupOf, parseXml, textOf } from './xml-element.ts';

/** An item as a feed has it, whatever its format; nothing is cleaned. */
export interface FeedEntry {
  /** What the feed itself tells it apart by: guid, id, address, or else the title. */
  readonly identity: string;
  readonly title: string;
  /** The fullest text the item carries; may be HTML, may be empty. */
  readonly body: string;
  /** Absolute, http or https. */
  readonly link: string | undefined;
  readonly publishedAt: number | null;
  readonly labels: readonly string[];
}

export interface ParsedFeed {
  /** As the feed names it, such as `en-us`. */
  readonly language: string | undefined;
  readonly entries: readonly FeedEntry[];
  readonly unreadable: readonly Unreadable[];
  /** False where it is no feed, or breaks off. */
  readonly whole: boolean;
}

export interface FeedReading {
  /** Where the document came from; links are resolved against it. */
  readonly url: string;
  /** The offset of times that name none. */
  readonly zone?: string | undefined;
}

const FEED_ROOT = /<(?:\w+:)?(?:rss|feed|RDF|channel)[\s>]/;
const WEB_PAGE = /<html[\s>]|<!doctype html/i;
const LANGUAGE =
  /<(?:dc:)?language[^>]*>\s*(?:<!\[CDATA\[)?\s*([a-z]{2,3}(?:[-_]\w{2,8})?)|xml:lang=["']([\w-]{2,12})["']/i;

const FEED_BASE = /<(?:\w+:)?feed\s[^>]*?xml:base=["']([^"']{1,500})["']/;
const ABSOLUTE = /^https?:\/\/\S+$/i;

const BODIES = ['content:encoded', 'content', 'description', 'summary', 'media:description', 'atom:content'] as const;
const TIMES = ['pubDate', 'published', 'dc:date', 'issued', 'date', 'updated', 'atom:updated'] as const;
const LABELS = ['category', 'dc:subject', 'media:keywords', 'media:category', 'itunes:keywords'] as const;
const MAX_LABELS = 40;
const ITEMS_A_TURN = 10;

/** Feeds hold twenty to a hundred; reading a million would hold everything else up. */
const MAX_ITEMS = 2_000;
const TOO_MANY = { place: 'document', problem: `holds more than ${MAX_ITEMS} items; those behind them are left` };

/**
 * Reads RSS 2.0 (and 0.9x), RSS 1.0 (RDF) and Atom (RFC 4287), with the modules content, Dublin Core and Media RSS.
 * What cannot be read is told, item by item; never throws. A large feed takes its time, so others get their turn.
 */
export async function parseFeed(xml: string, reading: FeedReading): Promise<ParsedFeed> {
  const { head, slices } = sliceFeed(xml);
  const language = languageOf(head);
  if (slices.length === 0) {
    const unreadable = emptyFeed(head);
    return { language, entries: [], unreadable, whole: unreadable.length === 0 };
  }
  const entries: FeedEntry[] = [];
  const unreadable: Unreadable[] = [];
  const based = { ...reading, url: FEED_BASE.exec(head)?.[1] ?? reading.url };
  for (const [index, slice] of slices.slice(0, MAX_ITEMS).entries()) {
    const read = readSlice(slice, `item ${index + 1}`, based);
    if (read.outcome === 'entry') entries.push(read.entry);
    else unreadable.push(read.unreadable);
    if (index % ITEMS_A_TURN === ITEMS_A_TURN - 1) await turn();
  }
  if (slices.length > MAX_ITEMS) unreadable.push(TOO_MANY);
  return { language, entries, unreadable, whole: slices.every(({ closed }) => closed) };
}

/** A feed without items is in order; anything else without items is no feed. */
function emptyFeed(head: string): Unreadable[] {
  if (WEB_PAGE.test(head)) return [{ place: 'document', problem: 'is a web page and not a feed; check the address' }];
  if (FEED_ROOT.test(head)) return [];
  return [{ place: 'document', problem: 'is neither RSS nor Atom; check the address' }];
}

type Read =
  | { readonly outcome: 'entry'; readonly entry: FeedEntry }
  | { readonly outcome: 'unreadable'; readonly unreadable: Unreadable };

function readSlice(slice: FeedSlice, place: string, reading: FeedReading): Read {
  const unreadable = (problem: string): Read => ({ outcome: 'unreadable', unreadable: { place, problem } });
  if (!slice.closed) return unreadable('breaks off before its end');
  const element = elementIn(slice.xml);
  if (element === null) return unreadable('has markup that cannot be read');
  const entry = entryOf(element, reading);
  return entry === null ? unreadable('has no title and no text') : { outcome: 'entry', entry };
}

function elementIn(xml: string): XmlElement | null {
  try {
    return parseXml(xml)[0] ?? null;
  } catch {
    // The parser names what it stumbled over by the text of the source; a person is told the place.
    return null;
  }
}

function entryOf(element: XmlElement, reading: FeedReading): FeedEntry | null {
  const body = longest(BODIES.map((name) => markupOf(child(element, name))));
  const title = firstText(element, ['title', 'dc:title', 'media:title']) || body.trim();
  if (title === '') return null;
  const link = linkOf(element, reading.url);
  const guid = firstText(element, ['guid', 'id', 'atom:id']) || (element.attributes['rdf:about'] ?? '');
  return {
    identity: guid || link || title,
    title,
    body: body === title ? '' : body,
    link,
    publishedAt: timeOf(element, reading.zone),
    labels: labelsOf(element),
  };
}

function firstText(element: XmlElement, names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(child(element, name)).trim();
    if (text !== '') return text;
  }
  return '';
}

function longest(texts: readonly string[]): string {
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '');
}

function timeOf(element: XmlElement, zone: string | undefined): number | null {
  const times = TIMES.map((name) => publishedTime(textOf(child(element, name)), zone));
  return times.find((time) => time !== null) ?? null;
}

/** RSS writes the address as text, Atom in an attribute beside those of comments and images; a guid may be one, too. */
function linkOf(element: XmlElement, base: string): string | undefined {
  const links = [...children(element, 'link'), ...children(element, 'atom:link')];
  const alternate = links.find(({ attributes }) => attributes.href && (attributes.rel ?? 'alternate') === 'alternate');
  const guid = child(element, 'guid');
  const permanent = guid?.attributes.isPermaLink === 'false' ? '' : (ABSOLUTE.exec(textOf(guid).trim())?.[0] ?? '');
  const written = [textOf(links[0]), alternate?.attributes.href, permanent].find((text) => text?.trim());
  return written === undefined ? undefined : absolute(written.trim(), element.attributes['xml:base'] ?? '', base);
}

function absolute(written: string, itemBase: string, base: string): string | undefined {
  try {
    const url = new URL(written, new URL(itemBase, base));
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function labelsOf(element: XmlElement): readonly string[] {
  const named = LABELS.flatMap((name) => children(element, name));
  const written = named.flatMap((label) => (label.attributes.term ?? textOf(label)).split(/[,|]/));
  return [...new Set(written.map((label) => label.trim()).filter((label) => label !== ''))].slice(0, MAX_LABELS);
}

function languageOf(head: string): string | undefined {
  const match = LANGUAGE.exec(head);
  return match?.[1] ?? match?.[2];
}
