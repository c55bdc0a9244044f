import { visibleText } from '../normalise/characters.ts';
import { foldLookAlikes } from '../normalise/look-alikes.ts';
import { coinOf } from './coin.ts';
import { type Mention, mentionsIn } from './mentions.ts';
import { NOT_TICKERS } from './not-coins.ts';

export interface RecognisedAsset {
  /** `BTC`: of the table, or as the provider wrote it. */
  readonly asset: string;
  /** 0..1: how much the item is about it. */
  readonly salience: number;
  /** Look-alike letters stood in every mention of it: `ВТС` in Cyrillic. */
  readonly lookAlike: boolean;
}

const MAX_TEXT = 20_000;
const LEAD_CHARACTERS = 250;
const WEIGHTS = { title: 4, lead: 2, body: 1 } as const;
// The tenth mention in a long text adds nothing to the third.
const COUNTED_MENTIONS = 3;
const SATURATION = 4;
const PROVIDED_SALIENCE = 0.05;
/** A provider that names more coins than this which the text does not has tagged the whole market. */
const MAX_UNNAMED = 8;
const PLAUSIBLE = /^[A-Z0-9]{2,15}$/;

/**
 * Returns the coins an item is about, the one it is most about first: those its words name (tickers, names, cashtags,
 * pairs, Korean names with particles), then those only the provider named. Where the provider named more than eight that
 * the text does not, none of those is kept: the item is about the market.
 */
export function recogniseAssets(
  text: { readonly title: string; readonly body: string },
  provided: readonly string[],
): readonly RecognisedAsset[] {
  const named = namedAssets(text);
  const known = new Set(named.map(({ asset }) => asset));
  const unnamed = [...new Set(provided.flatMap(providedAsset))].filter((asset) => !known.has(asset));
  const kept = unnamed.length > MAX_UNNAMED ? [] : unnamed;
  return [...named, ...kept.map((asset) => ({ asset, salience: PROVIDED_SALIENCE, lookAlike: false }))];
}

interface Count {
  weight: number;
  sure: boolean;
  readonly first: number;
}

function namedAssets({ title, body }: { readonly title: string; readonly body: string }): RecognisedAsset[] {
  const [head, rest] = [readable(title), readable(body)];
  const mentions = [
    ...mentionsIn(head.text, head.looks).map((mention) => ({ ...mention, zone: 'title' as const })),
    ...mentionsIn(rest.text, rest.looks).map((mention) => {
      return { ...mention, zone: mention.at < LEAD_CHARACTERS ? ('lead' as const) : ('body' as const) };
    }),
  ];
  const proven = provenAssets(mentions);
  const counts = new Map<string, Count>();
  const seen = new Map<string, number>();
  for (const [order, { asset, zone, lookAlike }] of mentions.entries()) {
    if (!proven.has(asset)) continue;
    const place = `${asset} ${zone}`;
    const times = (seen.get(place) ?? 0) + 1;
    seen.set(place, times);
    const count = counts.get(asset) ?? { weight: 0, sure: false, first: order };
    count.weight += times > COUNTED_MENTIONS ? 0 : WEIGHTS[zone];
    count.sure ||= !lookAlike;
    counts.set(asset, count);
  }
  return [...counts]
    .sort(([, a], [, b]) => b.weight - a.weight || a.first - b.first)
    .map(([asset, { weight, sure }]) => ({ asset, salience: weight / (weight + SATURATION), lookAlike: !sure }));
}

/** A vague name and the ticker of the same coin vouch for each other: `Harmony (ONE)`. */
function provenAssets(mentions: readonly Mention[]): ReadonlySet<string> {
  const proven = new Set(mentions.filter(({ certain }) => certain).map(({ asset }) => asset));
  const byName = new Set(mentions.filter(({ by }) => by === 'name').map(({ asset }) => asset));
  for (const { asset, by } of mentions) if (by === 'ticker' && byName.has(asset)) proven.add(asset);
  return proven;
}

/** One line without invisible marks, look-alikes folded; plain ASCII, the usual case, passes through. */
function readable(raw: string): { readonly text: string; readonly looks: ReadonlySet<string> } {
  const capped = raw.slice(0, MAX_TEXT);
  if (!/[^\n\x20-\x7e]/.test(capped)) return { text: capped, looks: new Set() };
  const { text, words } = foldLookAlikes(visibleText(capped));
  return { text, looks: new Set(words.map(({ meant }) => meant)) };
}

function providedAsset(raw: string): readonly string[] {
  const name = raw.slice(0, 40).normalize('NFKC').trim().replace(/^\$/, '').toUpperCase();
  const coin = coinOf(name);
  if (coin !== null) return [coin.symbol];
  return PLAUSIBLE.test(name) && /[A-Z]/.test(name) && !NOT_TICKERS.has(name) ? [name] : [];
}
