import { describe, expect, it } from 'vitest';
import { StoryIndex } from '../../../rag/dedupe/story-index.ts';
import { HARBOUR, HARBOUR_RETOLD, HOUR, NOON, placed, STORM } from './placeable.ts';

describe('StoryIndex', () => {
  it('lets the documents of one batch find each other', () => {
    const index = new StoryIndex();
    expect(index.place(placed({ id: 'N-1', ...HARBOUR })).story).toBe('N-1');
    expect(index.place(placed({ id: 'N-2', ...STORM })).story).toBe('N-2');
    expect(index.place(placed({ id: 'N-3', ...HARBOUR_RETOLD, publishedAt: NOON + HOUR })).story).toBe('N-1');
    expect(index.place(placed({ id: 'N-4', ...STORM, publishedAt: NOON + HOUR })).placement).toEqual({
      outcome: 'retelling',
      of: 'N-2',
      story: 'N-2',
      by: 'same-text',
    });
    expect(index.size).toBe(4);
  });

  it('does not take in a duplicate and names the story it belongs to', () => {
    const index = new StoryIndex();
    const first = placed({ id: 'N-1', ...HARBOUR });
    index.place(first);
    expect(index.place({ ...first, id: 'N-2' })).toEqual({
      placement: { outcome: 'duplicate', of: 'N-1' },
      story: 'N-1',
    });
    expect(index.size).toBe(1);
  });

  it('goes on with stories read from a store', () => {
    const index = new StoryIndex();
    index.add(placed({ id: 'N-5', ...HARBOUR, story: 'N-1', storyStartedAt: NOON - 70 * HOUR }));
    expect(index.place(placed({ id: 'N-6', ...HARBOUR, publishedAt: NOON + HOUR })).story).toBe('N-1');
    expect(index.place(placed({ id: 'N-7', ...HARBOUR, publishedAt: NOON + 3 * HOUR })).story).toBe('N-7');
  });

  it('replaces a document that is added again', () => {
    const index = new StoryIndex();
    index.add(placed({ id: 'N-1', ...HARBOUR }));
    index.add(placed({ id: 'N-1', ...STORM }));
    expect(index.size).toBe(1);
    expect(index.place(placed({ id: 'N-2', ...HARBOUR })).placement).toEqual({ outcome: 'new' });
  });

  it('forgets what is old', () => {
    const index = new StoryIndex();
    index.add(placed({ id: 'N-1', ...HARBOUR }));
    index.add(placed({ id: 'N-2', ...STORM, publishedAt: NOON + HOUR }));
    expect(index.forget(NOON + 1)).toBe(1);
    expect(index.size).toBe(1);
    expect(index.place(placed({ id: 'N-3', ...HARBOUR })).placement).toEqual({ outcome: 'new' });
    expect(index.place(placed({ id: 'N-4', ...STORM })).story).toBe('N-2');
  });

  it('takes a flood of look-alikes without slowing down as its square', () => {
    const index = new StoryIndex();
    const started = performance.now();
    for (let number = 0; number < 3_000; number += 1) {
      index.place(placed({ id: `N-${number}`, title: `${HARBOUR.title} ${number}`, body: HARBOUR.body }));
    }
    expect(index.size).toBe(3_000);
    // Measured: under 2 s. Comparing all with all would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
