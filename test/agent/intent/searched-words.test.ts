import { describe, expect, it } from 'vitest';
import { searchedWords } from '../../../agent/intent/searched-words.ts';
import { createTimeReader } from '../../../agent/intent/times.ts';
import { readUtterance } from '../../../agent/intent/utterance.ts';

const parseTime = createTimeReader(Date.UTC(2025, 4, 21, 15, 30));
const words = (question: string) =>
  searchedWords(readUtterance(question, { coins: ['BTC', 'ETH', 'XRP', 'SOL'], parseTime }));

describe('what a question about news wants to read about', () => {
  it.each([
    ['any news about the SEC lawsuit?', 'SEC lawsuit'],
    ['what did they report on the tariff?', 'tariff'],
    ['show me articles on the ETF approval', 'ETF approval'],
    ["what's the latest on Mt. Gox?", 'Mt Gox'],
    ['was there news on the Bybit hack yesterday at 14:05?', 'Bybit hack'],
    ['tell us about rate cuts', 'rate cuts'],
    ['bitcoin ETF news', 'ETF'],
    ["solana's outage headlines", 'outage'],
    ['BTC and ETH correlation news', 'ETH correlation'],
    ['ETF 승인 관련 소식 있어?', 'ETF 승인'],
    ['금리 인하 뉴스 찾아줘', '금리 인하'],
    ['비트코인 etf', 'etf'],
    ['솔라나 해킹 뉴스 있었나요?', '해킹'],
    ['솔라나해킹뉴스', '해킹'],
    ['ETF승인뉴스찾아줘', 'ETF승인'],
    ['어제 거래소 상장폐지 소식 알려줘', '거래소 상장폐지'],
    ['비트마인 뉴스', '비트마인'],
    ['허가 관련 기사', '허가'],
    ['20일 CPI 발표 뉴스', '20일 CPI'],
  ])('"%s" → %s', (question, expected) => expect(words(question)).toBe(expected));

  it.each([
    'any news?',
    'what is the latest news on bitcoin today?',
    'XRP headlines this week please',
    'anything important reported on solana in the last 24 hours?',
    'is there any good news for ETH',
    '뉴스',
    '뉴스 있어?',
    '오늘 비트코인 소식 좀 알려줘',
    '비트뉴스',
    '리플 관련 뉴스가 있나요?',
    '솔라나에 대한 악재 없어?',
    '지난주 이더리움 주요 기사 보여줘',
    '',
    '🚀?',
  ])('"%s" names nothing', (question) => expect(words(question)).toBeNull());

  it('reads a very long line as calmly as a short one', () => {
    const started = performance.now();
    for (const piece of ['뉴스', 'a', '소식있', '비트 ', 'news ']) words(piece.repeat(2_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
