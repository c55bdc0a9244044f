import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outbound } from '../../bot/message.ts';
import type { Channel, ChannelName, Delivery, DeliveryResult } from '../../bot/outbox/channel.ts';

/** A message as people see it at the other end, without what is not seen. */
export interface SeenMessage {
  readonly text: string;
  readonly pictures: readonly Uint8Array[];
  /** Null where the platform knows no sound. */
  readonly silent: boolean | null;
}

/** What happens to the next attempts. */
export type ChannelFault =
  | { readonly type: 'limited'; readonly retryAfterS: number }
  | { readonly type: 'server-error' }
  | { readonly type: 'hang' }
  /** The message is taken, and nobody says so. */
  | { readonly type: 'answer-lost' }
  /** Whoever is written to is gone for good. */
  | { readonly type: 'gone' };

export interface ChannelHarness {
  readonly channel: Channel;
  readonly address: string;
  /** Never told to anybody. */
  readonly secrets: readonly string[];
  seen(): readonly SeenMessage[];
  /** For the next attempt, or for `times`. */
  fail(fault: ChannelFault, times?: number): void | Promise<void>;
  recover(): void | Promise<void>;
  /** Nobody listens there any more. */
  goAway(): Promise<void>;
  comeBack?(): Promise<void>;
  close(): Promise<void>;
}

export interface ChannelTraits {
  readonly name: ChannelName;
  /** What takes the place of an earlier message stands where that one stood. */
  readonly edits: boolean;
  /** What it says of a limit has a time in it. */
  readonly namesTime: boolean;
  /** What is sent again after a lost answer is not shown a second time. */
  readonly knowsAgain?: boolean;
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const HOSTILE = [
  '<!channel> <@U0123> <#C012|x> @everyone @here',
  '*bold* _it_ ~no~ `code` ```fence``` :smile: > quoted',
  '> quoted from the start',
  '<b>b</b> <script>alert(1)</script> </pre></td> &lt;i&gt; & "q" \'a\'',
  '[text](https://evil.example/?a=1&b=2) https://evil.example evil.com <https://evil.example|click>',
  '/panic /approve A-1 #pump $BTC me@evil.example +821012345678',
  '비트코인 매수 👩‍👩‍👧 é',
];

function outboundOf(parts: Partial<Outbound>): Outbound {
  return { kind: 'alert', importance: 'normal', title: null, blocks: [], buttons: [], ...parts };
}

function linesOf(...lines: readonly string[]): Partial<Outbound> {
  return { blocks: [{ type: 'lines', lines }] };
}

/** What every way out of the outbox keeps; `start` opens one before a fake of its platform. */
export function channelContract(traits: ChannelTraits, start: () => Promise<ChannelHarness>): void {
  const { name, edits, namesTime, knowsAgain = false } = traits;
  let at: ChannelHarness;
  let ids = 0;

  beforeEach(async () => {
    at = await start();
    ids = 0;
  }, 30_000);
  afterEach(async () => {
    await at.close();
  });

  function deliveryOf(parts: Partial<Outbound>, rest: Partial<Delivery> = {}): Delivery {
    ids += 1;
    return { id: ids, address: at.address, outbound: outboundOf(parts), replaces: null, silent: false, ...rest };
  }

  /** As the outbox reads it: whatever is thrown is later. */
  async function attempt(delivery: Delivery, signal = new AbortController().signal): Promise<DeliveryResult> {
    const result = await at.channel.deliver(delivery, signal).catch((fault: unknown): DeliveryResult => {
      return { outcome: 'later', retryAfterMs: null, problem: String(fault) };
    });
    const told = JSON.stringify(result);
    for (const secret of at.secrets) expect(told).not.toContain(secret);
    expect(told).not.toContain('SOL was sold');
    return result;
  }

  function seenText(): string {
    return at
      .seen()
      .map(({ text }) => text)
      .join('\n');
  }

  /** Blanks and line ends fall differently on each platform. */
  function flat(text: string): string {
    return text
      .replace(/\p{Cf}/gu, '')
      .replace(/\s+/g, ' ')
      .trim();
  }

  describe(`${name} keeps the channel contract`, () => {
    test('names itself and how fast it may be spoken to', () => {
      expect(at.channel.name).toBe(name);
      expect(at.channel.limits.perSecond).toBeGreaterThan(0);
      expect(at.channel.limits.burst).toBeGreaterThan(0);
    });

    test('delivers title, lines, sections, pairs and tables, and all of each', async () => {
      const sent = await attempt(
        deliveryOf({
          title: 'SOL was sold',
          importance: 'urgent',
          blocks: [
            { type: 'lines', lines: ['At 170.25 USDT.', '솔라나를 팔았습니다.'] },
            { type: 'section', title: 'Why', lines: ['The stop was met.'] },
            {
              type: 'pairs',
              pairs: [
                ['Equity', '10,012.40 USDT'],
                ['손익', '+12.40 USDT'],
              ],
            },
            {
              type: 'table',
              columns: [
                { header: 'Coin', align: 'left' },
                { header: 'Size', align: 'right' },
              ],
              rows: [
                ['BTC', '0.5'],
                ['솔라나', '12'],
              ],
            },
          ],
        }),
      );
      expect(sent.outcome).toBe('delivered');
      expect(at.seen()).toHaveLength(1);
      const text = flat(seenText());
      const all = ['SOL was sold', 'At 170.25 USDT.', '솔라나를 팔았습니다.', 'Why', 'The stop was met.', 'Equity'];
      all.push('10,012.40 USDT', '손익', '+12.40 USDT', 'Coin Size', 'BTC 0.5', '솔라나 12');
      expect(all.filter((part) => !text.includes(part))).toEqual([]);
    });

    test('delivers what has nothing to say', async () => {
      expect((await attempt(deliveryOf({}))).outcome).toBe('delivered');
      expect(at.seen()).toHaveLength(1);
    });

    test('delivers a long message whole and in order', async () => {
      const lines = Array.from({ length: 200 }, (_, n) => `line ${n} of a report that says a good deal & <more>.`);
      expect((await attempt(deliveryOf(linesOf(...lines)))).outcome).toBe('delivered');
      const text = flat(seenText());
      const places = lines.map((line) => text.indexOf(flat(line)));
      expect(lines.filter((_, n) => (places[n] ?? -1) < 0)).toEqual([]);
      expect([...places].sort((a, b) => a - b)).toEqual(places);
      expect(text.split('line 199 of').length).toBe(2);
    });

    test('shows what strangers wrote as they wrote it', async () => {
      for (const words of HOSTILE) {
        const table = { type: 'table', columns: [{ header: 'h', align: 'left' }], rows: [[words]] } as const;
        const blocks = [
          { type: 'lines', lines: [words] },
          { type: 'section', title: words, lines: [words] },
          table,
        ] as const;
        const before = at.seen().length;
        expect((await attempt(deliveryOf({ title: words, blocks }))).outcome).toBe('delivered');
        const shown = at.seen().slice(before);
        const text = flat(shown.map((message) => message.text).join('\n'));
        expect(text.split(flat(words)).length - 1).toBeGreaterThanOrEqual(5);
      }
    });

    test('says later, and when, where it is asked too much', async () => {
      await at.fail({ type: 'limited', retryAfterS: 7 });
      const result = await attempt(deliveryOf(linesOf('SOL was sold')));
      if (result.outcome !== 'later') throw new Error(`it says ${result.outcome}`);
      const waitMs = result.retryAfterMs;
      if (namesTime) expect(waitMs !== null && waitMs >= 7000 && waitMs < 8000).toBe(true);
      else expect(waitMs).toBeNull();
      expect(at.seen()).toEqual([]);
    });

    test('says later where the platform is in trouble, and delivers afterwards', async () => {
      await at.fail({ type: 'server-error' });
      const delivery = deliveryOf(linesOf('SOL was sold'));
      expect(await attempt(delivery)).toMatchObject({ outcome: 'later', retryAfterMs: null });
      expect(at.seen()).toEqual([]);
      expect((await attempt(delivery)).outcome).toBe('delivered');
      expect(at.seen()).toHaveLength(1);
    });

    test('says later where nobody listens', async () => {
      await at.goAway();
      expect(await attempt(deliveryOf(linesOf('SOL was sold')))).toMatchObject({ outcome: 'later' });
    });

    test('says refused where whoever is written to is gone', async () => {
      await at.fail({ type: 'gone' });
      expect((await attempt(deliveryOf(linesOf('SOL was sold')))).outcome).toBe('refused');
      await at.recover();
      expect(at.seen()).toEqual([]);
    });

    test('refuses an address that is none of its own', async () => {
      const nowhere = deliveryOf(linesOf('SOL was sold'), { address: 'no such place' });
      expect((await attempt(nowhere)).outcome).toBe('refused');
      expect(at.seen()).toEqual([]);
    });

    test('says later where the answer was lost: twice is better than never', async () => {
      await at.fail({ type: 'answer-lost' });
      const delivery = deliveryOf(linesOf('SOL was sold'));
      expect((await attempt(delivery)).outcome).toBe('later');
      expect((await attempt(delivery)).outcome).toBe('delivered');
      expect(at.seen()).toHaveLength(knowsAgain ? 1 : 2);
    });

    test('gives up at once when it is told to', async () => {
      await at.fail({ type: 'hang' });
      const giveUp = new AbortController();
      const attempting = attempt(deliveryOf(linesOf('SOL was sold')), giveUp.signal);
      setTimeout(() => giveUp.abort(), 150);
      const startedAt = Date.now();
      expect((await attempting).outcome).toBe('later');
      expect(Date.now() - startedAt).toBeLessThan(5000);
      expect((await attempt(deliveryOf(linesOf('SOL was sold')), AbortSignal.abort())).outcome).toBe('later');
      expect(at.seen()).toEqual([]);
    });

    test('is silent where it can be', async () => {
      await attempt(deliveryOf(linesOf('loud')));
      await attempt(deliveryOf(linesOf('still'), { silent: true }));
      const [loud, still] = at.seen();
      expect([true, null]).toContain(still?.silent);
      expect([false, null]).toContain(loud?.silent);
    });

    test('brings a picture, or the words for it', async () => {
      const alt = 'A chart of SOL with a line through it.';
      const attachments = [{ name: 'sol.png', mime: 'image/png', alt, bytes: async () => PNG }];
      const sent = await attempt(deliveryOf(linesOf('It was a good trade.'), { attachments }));
      expect(sent.outcome).toBe('delivered');
      const pictures = at.seen().flatMap((message) => message.pictures);
      if (pictures.length === 0) expect(flat(seenText())).toContain(alt);
      else expect(pictures.map((bytes) => Buffer.from(bytes).equals(PNG))).toEqual([true]);
      expect(flat(seenText())).toContain('It was a good trade.');
    });

    test('edits where it can; elsewhere what is new says that it is', async () => {
      const first = await attempt(deliveryOf(linesOf('It waits.')));
      const replaces = first.outcome === 'delivered' ? first.ref : null;
      expect(replaces).not.toBeNull();
      const next = await attempt(deliveryOf(linesOf('It was approved.'), { replaces }));
      expect(next.outcome).toBe('delivered');
      expect(at.seen()).toHaveLength(edits ? 1 : 2);
      expect(flat(at.seen().at(-1)?.text ?? '')).toContain('It was approved.');
      if (!edits) expect(at.seen().at(-1)?.text).toMatch(/takes the place/);
    });

    test('sends anew where what it should edit is gone, or is none of its own', async () => {
      const sent = await attempt(deliveryOf(linesOf('It was approved.'), { replaces: 'nothing:of\r\nours' }));
      expect(sent.outcome).toBe('delivered');
      expect(flat(seenText())).toContain('It was approved.');
    });
  });
}
