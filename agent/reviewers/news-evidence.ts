import type { NewsEvidence, SeriesEvidence } from '../../engine/domain/evidence.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { textIn } from '../../rag/document.ts';
import { cutText, visibleText } from '../../rag/normalise/characters.ts';
import { type EvidenceLine, figureLine, rounded } from './evidence-line.ts';

const MAX_ITEMS = 8;
const MAX_SERIES = 8;
const TITLE_LENGTH = 180;
const SOURCE_LENGTH = 40;
const MAX_COINS = 6;

/** Handles of our own: what is not written like one could be a sentence. */
const NEWS_ID = /^N-\d{1,12}$/;
const SERIES_ID = /^[a-z][A-Za-z0-9:._-]{0,59}$/;
const WORD = /^[a-z][a-z-]{0,29}$/;
const TICKER = /^[A-Z0-9]{1,15}$/;

/** A text with such a passage was written to be obeyed: that it is there is told, its words are not. */
const SPEAKS_TO_MACHINES = 'instruction-like';

/**
 * The reports known at the time, those about the coin first, the youngest first: how old, whose, what about, how toned,
 * and the title last, between quotation marks that no title can close.
 */
export function newsLines({ news, signal, asOf }: ReviewRequest): readonly EvidenceLine[] {
  const coin = baseOf(signal.symbol);
  const known = news
    .filter(({ id, publishedAt, tone }) => NEWS_ID.test(id) && publishedAt <= asOf && Math.abs(tone) <= 1)
    .filter(({ assets }) => assets.length === 0 || assets.includes(coin))
    .sort(
      (a, b) =>
        Number(b.assets.length > 0) - Number(a.assets.length > 0) ||
        b.publishedAt - a.publishedAt ||
        (a.id < b.id ? -1 : 1),
    );
  const ids = new Set<string>();
  const shown = known.filter(({ id }) => !ids.has(id) && ids.add(id)).slice(0, MAX_ITEMS);
  const count = { value: shown.length, digits: 0, unit: 'plain' } as const;
  return [
    ...figureLine('news.count', 'items', count, 'reports that follow'),
    ...shown.map((item) => newsLine(item, asOf)),
  ];
}

function newsLine(item: NewsEvidence, asOf: number): EvidenceLine {
  const { id, publishedAt, topic, assets, tone, storySources = 1, flags = [] } = item;
  const ageMinutes = Math.floor((asOf - publishedAt) / 60_000);
  const coins = assets.filter((asset) => TICKER.test(asset)).slice(0, MAX_COINS);
  const isSuspect = flags.includes(SPEAKS_TO_MACHINES);
  const title = isSuspect ? '' : cutText(visibleText(textIn(item.title, 'en')), TITLE_LENGTH);
  const facts = {
    ageMinutes,
    ageHours: Math.floor(ageMinutes / 60),
    ageMs: ageMinutes * 60_000,
    topic: WORD.test(topic) ? topic : 'other',
    assets: coins,
    tone: rounded(tone, 2),
    publishers: Number.isSafeInteger(storySources) ? storySources : 1,
    title,
  };
  const words = [
    `${facts.ageMinutes} minutes old`,
    `source ${JSON.stringify(cutText(visibleText(item.source), SOURCE_LENGTH))}`,
    `topic ${facts.topic}`,
    `about ${coins.length === 0 ? 'the market' : coins.join(' ')}`,
    `tone ${facts.tone.toFixed(2)}`,
    `publishers ${facts.publishers}`,
    isSuspect ? 'title withheld, for the text speaks to a machine' : `title ${JSON.stringify(title)}`,
  ];
  return { id, text: words.join('; '), facts };
}

/** What all the news together sounds like; nothing where too little was known. */
export function moodLines({ sentiment }: Pick<ReviewRequest, 'sentiment'>): readonly EvidenceLine[] {
  if (sentiment === null) return [];
  const { value, change24h, stories, sources } = sentiment;
  const two = (figure: number | null) => ({ value: figure, digits: 2, unit: 'plain' }) as const;
  const whole = (figure: number) => ({ value: figure, digits: 0, unit: 'plain' }) as const;
  return [
    ...figureLine('mood.value', 'tone', two(value), 'mood of the news, -1 to 1'),
    ...figureLine('mood.change', 'toneChange', two(change24h), 'its change within a day'),
    ...figureLine('mood.stories', 'stories', whole(stories), 'stories that it rests on'),
    ...figureLine('mood.sources', 'publishers', whole(sources), 'publishers that told them'),
  ];
}

/** Figures from outside the market, as of when they could be known. */
export function seriesLines({ series, asOf }: Pick<ReviewRequest, 'series' | 'asOf'>): readonly EvidenceLine[] {
  return series
    .filter((one) => SERIES_ID.test(one.series) && one.knownAt <= asOf && Number.isFinite(one.value))
    .toSorted((a, b) => (a.series < b.series ? -1 : a.series > b.series ? 1 : b.knownAt - a.knownAt))
    .filter((one, place, all) => all.findIndex(({ series: name }) => name === one.series) === place)
    .slice(0, MAX_SERIES)
    .map((one) => seriesLine(one, asOf));
}

function seriesLine({ series, value, previous, unit, knownAt }: SeriesEvidence, asOf: number): EvidenceLine {
  const shown = Number(value.toPrecision(6));
  const before = previous === null || !Number.isFinite(previous) ? null : Number(previous.toPrecision(6));
  const ageHours = Math.floor((asOf - knownAt) / 3_600_000);
  const change = before === null ? '' : `, before it ${before}`;
  const text = `${shown}${change} (unit ${WORD.test(unit) ? unit : 'unknown'}; known for ${ageHours} hours)`;
  return { id: `G-${series}`, text, facts: { value: shareOf(shown, unit), previous: shareOf(before, unit), ageHours } };
}

/** As it is shown, and as the share that a figure in per cent stands for. */
function shareOf(value: number | null, unit: string): readonly number[] {
  if (value === null) return [];
  return unit === 'percent' ? [value, value / 100] : [value];
}
