import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, type PlacedDocument, placeDocument } from '../../../rag/dedupe/story-finder.ts';
import { HARBOUR, HARBOUR_RETOLD, HOUR, NOON, placed, STORM } from './placeable.ts';

const first = placed({ id: 'N-1', ...HARBOUR });

describe('placeDocument', () => {
  it('takes a document without neighbours for a new story', () => {
    expect(placeDocument(first, [])).toEqual({ outcome: 'new' });
  });

  it('calls the same report, or the same text at the same address, a duplicate', () => {
    const sameReport = { ...first, id: 'N-2', canonicalUrl: null };
    expect(placeDocument(sameReport, [first])).toEqual({ outcome: 'duplicate', of: 'N-1' });
    const sameAddress = {
      ...placed({ id: 'N-2', ...HARBOUR, publishedAt: NOON + HOUR }),
      canonicalUrl: first.canonicalUrl,
    };
    expect(placeDocument(sameAddress, [first])).toEqual({ outcome: 'duplicate', of: 'N-1' });
  });

  it('calls another text at the same address a revision of the latest one there', () => {
    const second = placed({
      id: 'N-2',
      ...HARBOUR_RETOLD,
      url: first.canonicalUrl,
      publishedAt: NOON + HOUR,
      story: 'N-1',
    });
    const third = placed({ id: 'N-3', ...STORM, url: first.canonicalUrl, publishedAt: NOON + 2 * HOUR });
    expect(placeDocument(third, [second, first])).toEqual({ outcome: 'revision', of: 'N-2', story: 'N-1' });
  });

  it('begins a story of its own with a revision that comes after the story is over', () => {
    const late = placed({ id: 'N-9', ...STORM, url: first.canonicalUrl, publishedAt: NOON + 73 * HOUR });
    expect(placeDocument(late, [first])).toEqual({ outcome: 'revision', of: 'N-1', story: 'N-9' });
  });

  it('calls the same text elsewhere a retelling', () => {
    const elsewhere = placed({ id: 'N-2', ...HARBOUR, publishedAt: NOON + 71 * HOUR });
    expect(placeDocument(elsewhere, [first])).toEqual({
      outcome: 'retelling',
      of: 'N-1',
      story: 'N-1',
      by: 'same-text',
    });
  });

  it('calls nearly the same text elsewhere a retelling', () => {
    const body = HARBOUR.body.replace('on Tuesday', 'yesterday');
    const elsewhere = placed({ id: 'N-2', title: HARBOUR.title, body, publishedAt: NOON + 30 * HOUR });
    expect(placeDocument(elsewhere, [first])).toEqual({
      outcome: 'retelling',
      of: 'N-1',
      story: 'N-1',
      by: 'near-text',
    });
  });

  it('calls the same event in other words a retelling, within a day', () => {
    const retold = placed({ id: 'N-2', ...HARBOUR_RETOLD, publishedAt: NOON + 5 * HOUR });
    expect(placeDocument(retold, [first])).toEqual({ outcome: 'retelling', of: 'N-1', story: 'N-1', by: 'same-event' });
    const nextWeek = placed({ id: 'N-2', ...HARBOUR_RETOLD, publishedAt: NOON + 25 * HOUR });
    expect(placeDocument(nextWeek, [first])).toEqual({ outcome: 'new' });
  });

  it('does not take another event for the same, nor one about other coins', () => {
    expect(placeDocument(placed({ id: 'N-2', ...STORM }), [first])).toEqual({ outcome: 'new' });
    const [btc, sol] = [placed({ id: 'N-1', ...HARBOUR, assets: ['BTC'] }), { ...HARBOUR_RETOLD, assets: ['SOL'] }];
    expect(placeDocument(placed({ id: 'N-2', ...sol }), [btc])).toEqual({ outcome: 'new' });
  });

  it('does not take a form that one source fills in each day for one story', () => {
    const form = (day: string, coin: string) => ({
      title: `Listing notice ${day}: ${coin}`,
      body: `Trading of the coin named above opens at 14:00. Deposits are open two hours earlier. Orders other than limit
        orders are not taken for the first five minutes. Please read the risks of trading before you place an order.`,
      source: 'exchange',
    });
    const monday = placed({ id: 'N-1', ...form('19 May', 'Walnut') });
    const tuesday = placed({ id: 'N-2', ...form('20 May', 'Juniper'), publishedAt: NOON + 24 * HOUR });
    expect(placeDocument(tuesday, [monday])).toEqual({ outcome: 'new' });
  });

  it('ends a story 72 h after its first document however long the row of retellings', () => {
    const late = { ...HARBOUR, story: 'N-1', storyStartedAt: NOON };
    const member = placed({ id: 'N-5', ...late, publishedAt: NOON + 70 * HOUR });
    expect(placeDocument(placed({ id: 'N-6', ...HARBOUR, publishedAt: NOON + 72 * HOUR }), [member])).toMatchObject({
      outcome: 'retelling',
      story: 'N-1',
    });
    expect(placeDocument(placed({ id: 'N-7', ...HARBOUR, publishedAt: NOON + 72 * HOUR + 1 }), [member])).toEqual({
      outcome: 'new',
    });
  });

  it('prefers the same text to the same event and, of equals, the earliest', () => {
    const event = placed({ id: 'N-2', ...HARBOUR_RETOLD, publishedAt: NOON - HOUR });
    const later = placed({ id: 'N-3', ...HARBOUR, publishedAt: NOON + HOUR });
    const candidate = placed({ id: 'N-4', ...HARBOUR, publishedAt: NOON + 2 * HOUR });
    expect(placeDocument(candidate, [event, later, first])).toMatchObject({ of: 'N-1', by: 'same-text' });
  });

  it('does not depend on the order of the neighbours', () => {
    fc.assert(
      fc.property(someDocuments(), fc.integer({ min: 1, max: 5 }), (documents, seed) => {
        const [candidate, ...others] = documents;
        if (candidate === undefined) return;
        const turned = [...others.slice(seed), ...others.slice(0, seed)].reverse();
        expect(placeDocument(candidate, turned)).toEqual(placeDocument(candidate, others));
      }),
    );
  });
});

describe('compare', () => {
  it('gives the same answer whichever document comes first', () => {
    fc.assert(
      fc.property(someDocuments(), (documents) => {
        for (const a of documents) for (const b of documents) expect(compare(a, b)).toEqual(compare(b, a));
      }),
    );
  });
});

function someDocuments(): fc.Arbitrary<PlacedDocument[]> {
  const one = fc.record({
    text: fc.constantFrom(HARBOUR, HARBOUR_RETOLD, STORM, { title: 'Bitcoin', body: '' }),
    hours: fc.integer({ min: 0, max: 100 }),
    source: fc.constantFrom('a', 'b', 'c'),
    page: fc.constantFrom('x', 'y', null),
  });
  return fc.array(one, { minLength: 2, maxLength: 8 }).map((all) =>
    all.map(({ text, hours, source, page }, index) => {
      const url = page === null ? null : `https://${source}.example/${page}`;
      return placed({ id: `N-${index}`, ...text, source, url, publishedAt: NOON + hours * HOUR });
    }),
  );
}
