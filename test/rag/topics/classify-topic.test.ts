import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DocumentKind, Topic } from '../../../rag/document.ts';
import { TOPICS } from '../../../rag/document.ts';
import { classifyTopic } from '../../../rag/topics/classify-topic.ts';

const topic = (title: string, kind: DocumentKind = 'news', body = '') =>
  classifyTopic({ title, body, kind, source: 'x' });

describe('the topic', () => {
  it.each<[string, Topic]>([
    ['Binance Will List Example Token (EXT) with Seed Tag', 'listing'],
    ['Binance Will Delist ABC, DEF on 2025-06-01', 'delisting'],
    ['Notice of Removal of Spot Trading Pairs', 'delisting'],
    ['Wallet Maintenance for Ethereum Network', 'maintenance'],
    ['이그잼플(EXT) KRW 마켓 디지털 자산 추가', 'listing'],
    ['이그잼플(EXT) 신규 거래지원 안내', 'listing'],
    ['이그잼플(EXT) 거래지원 종료 안내', 'delisting'],
    ['이그잼플(EXT) 입출금 일시 중단 안내', 'maintenance'],
    ['솔라나 지갑 점검 안내', 'maintenance'],
  ])('of the notice "%s" is %s', (title, expected) => expect(topic(title, 'notice')).toBe(expected));

  it.each<[string, Topic]>([
    ['Spot ETF sees inflows for a third week', 'etf'],
    ['Court finds founder guilty of fraud', 'legal'],
    ['Hackers drained a bridge of millions', 'security'],
    ['Open interest in futures climbs', 'derivatives'],
    ['Fed keeps interest rates where they are', 'macro'],
    ['Senate passes stablecoin bill', 'regulation'],
    ['Testnet upgrade goes live for validators', 'technology'],
    ['Shops adopt coin payments', 'adoption'],
    ['Price rallies to a new high', 'market'],
    ['거래소 해킹으로 코인 탈취', 'security'],
    ['법원, 소송 기각', 'legal'],
    ['연준 금리 동결', 'macro'],
    ['A walk in the park', 'other'],
    ['', 'other'],
  ])('of "%s" is %s', (title, expected) => expect(topic(title)).toBe(expected));

  it('of a macro item is macro, whatever it says', () => expect(topic('Spot ETF', 'macro')).toBe('macro'));

  it('of a notice is what the venue announces, whatever else it speaks of', () => {
    expect(topic('Will list the token of a court case', 'notice', 'lawsuit court judge guilty')).toBe('listing');
  });

  it('agrees with at least four of five recorded items', () => {
    const items = readFileSync('engine/recordings/may-2025/news.jsonl', 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { topic: string; title: { en: string; ko?: string }; source: string });
    const agreed = items.filter(
      ({ topic: expected, title, source }) =>
        classifyTopic({ title: `${title.en} ${title.ko ?? ''}`, body: '', kind: 'news', source }) === expected,
    );
    expect(agreed.length / items.length).toBeGreaterThanOrEqual(0.8);
  });

  it('is on the list and quick for hostile texts', () => {
    for (const piece of ['will ', '상장 ', 'removal of ', 'suspend a b ', '\ud800', '거래 ']) {
      const started = performance.now();
      expect(TOPICS).toContain(
        classifyTopic({ title: piece.repeat(1e6), body: piece.repeat(1e6), kind: 'news', source: '' }),
      );
      expect(performance.now() - started).toBeLessThan(4_500);
    }
  });
});
