import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ButtonRow, ButtonStore } from '../../bot/people/buttons.ts';

const NOW = Date.UTC(2026, 0, 5);
const KIM = { userId: 'telegram:1', chatId: 'telegram:1' };

export interface OpenButtonStore {
  /** A store that keeps at most three rows. */
  readonly store: ButtonStore;
  /** What another process over the same rows has. */
  readonly elsewhere: ButtonStore;
  close(): Promise<void>;
}

function row(nonce: string, parts: Partial<ButtonRow> = {}): ButtonRow {
  return { ...KIM, nonce, command: `/why ${nonce}`, termsSha256: null, expiresAt: NOW + 1_000, ...parts };
}

/** What every keeper of buttons does. */
export function describeButtonStore(name: string, open: () => Promise<OpenButtonStore>): void {
  describe(`buttons kept in ${name}`, () => {
    let opened: OpenButtonStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test('are good once, whichever process takes them', async () => {
      const { store, elsewhere } = opened;
      await store.add([row('a', { termsSha256: 'ee' }), row('b')]);
      expect(await elsewhere.use({ ...KIM, nonce: 'a', at: NOW })).toEqual({ command: '/why a', termsSha256: 'ee' });
      expect(await store.use({ ...KIM, nonce: 'a', at: NOW })).toBeNull();
      expect(await store.use({ ...KIM, nonce: 'b', at: NOW })).toEqual({ command: '/why b', termsSha256: null });
    });

    test('of twenty taps at once, one is heard', async () => {
      const { store, elsewhere } = opened;
      await store.add([row('a')]);
      const taps = Array.from({ length: 20 }, (_, tap) =>
        (tap % 2 === 0 ? store : elsewhere).use({ ...KIM, nonce: 'a', at: NOW }),
      );
      expect((await Promise.all(taps)).filter((action) => action !== null)).toHaveLength(1);
    });

    test('count for their own user, in their own chat, until they expire', async () => {
      const { store } = opened;
      await store.add([row('a')]);
      expect(await store.use({ ...KIM, userId: 'telegram:2', nonce: 'a', at: NOW })).toBeNull();
      expect(await store.use({ ...KIM, chatId: 'telegram:-9', nonce: 'a', at: NOW })).toBeNull();
      expect(await store.use({ ...KIM, nonce: 'a', at: NOW + 1_000 })).toBeNull();
      // None of these used it up.
      expect(await store.use({ ...KIM, nonce: 'a', at: NOW + 999 })).not.toBeNull();
    });

    test('a nonce that nobody gave means nothing, whatever is in it', async () => {
      const { store } = opened;
      await store.add([row('a')]);
      for (const nonce of ['', 'A', 'a ', "a' or true --", '\0a', '%', '\ud800']) {
        expect([nonce, await store.use({ ...KIM, nonce, at: NOW })]).toEqual([nonce, null]);
      }
    });

    test('are void for whoever is put out', async () => {
      const { store } = opened;
      await store.add([row('a'), row('b', { userId: 'telegram:2' })]);
      await store.forget('telegram:1');
      expect(await store.use({ ...KIM, nonce: 'a', at: NOW })).toBeNull();
      expect(await store.use({ ...KIM, userId: 'telegram:2', nonce: 'b', at: NOW })).not.toBeNull();
    });

    test('are swept when they are over, and never more than so many', async () => {
      const { store } = opened;
      const later = (nonce: string, ms: number) => row(nonce, { expiresAt: NOW + ms });
      await store.add([later('over', 1), later('a', 3_000), later('b', 4_000), later('c', 5_000), later('d', 6_000)]);
      await store.sweep(NOW + 1);
      const alive: string[] = [];
      for (const nonce of ['over', 'a', 'b', 'c', 'd']) {
        if ((await store.use({ ...KIM, nonce, at: NOW })) !== null) alive.push(nonce);
      }
      expect(alive).toEqual(['b', 'c', 'd']);
    });
  });
}
