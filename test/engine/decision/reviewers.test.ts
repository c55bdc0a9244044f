import { describe, expect, it } from 'vitest';
import { rulesNewsReviewer } from '../../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../../engine/decision/rules-technical-reviewer.ts';
import type { Reviewer, ReviewRequest } from '../../../engine/ports/reviewer.ts';
import { reviewerContract } from '../../contracts/reviewer.ts';
import {
  fallenMarket,
  features,
  HOUR,
  market,
  NOW,
  newsItem,
  portfolio,
  reviewRequest,
  signal,
} from './decision-fixtures.ts';

reviewerContract('rules:technical', () => rulesTechnicalReviewer, reviewRequest());
reviewerContract('rules:news-risk', () => rulesNewsReviewer, reviewRequest({ news: [newsItem({ tone: 0.4 })] }));

async function opinionOf(reviewer: Reviewer, over: Partial<ReviewRequest>) {
  const verdict = await reviewer.review(reviewRequest(over), new AbortController().signal);
  if (verdict.outcome === 'abstained') return { stance: 'abstained', codes: [verdict.reason.code], confidence: 0 };
  return { stance: verdict.stance, codes: verdict.reasons.map(({ code }) => code), confidence: verdict.confidence };
}

describe('rules:technical on a breakout', () => {
  const ask = (over: Partial<ReviewRequest>) => opinionOf(rulesTechnicalReviewer, over);

  it('assents to one with the trend, on live volume', async () => {
    expect(await ask({})).toMatchObject({
      stance: 'buy',
      codes: ['technical.trend-agrees', 'technical.volume-alive'],
    });
  });

  it('mirrors it for a short', async () => {
    const falling = market({ change1hFraction: -0.006, change24hFraction: -0.01, rsi14: 36 });
    expect(await ask({ signal: signal({ direction: 'short' }), market: falling })).toEqual({
      ...(await ask({})),
      stance: 'sell',
    });
  });

  it.each([
    ['hold', 'technical.trend-against', market({ change1hFraction: -0.001 })],
    ['sell', 'technical.trend-against', market({ change1hFraction: -0.006 })],
    ['hold', 'technical.trend-weak', market({ change1hFraction: 0.001 })],
    ['hold', 'technical.volume-thin', market({ volumeRatio: 0.2 })],
    ['hold', 'technical.overstretched', market({ rsi14: 93 })],
    ['hold', 'technical.overstretched', market({ change1hFraction: 0.03 })],
    ['hold', 'technical.day-against', market({ change24hFraction: -0.12 })],
    ['hold', 'technical.market-dead', market({ volatility: 0.00001 })],
    ['hold', 'technical.market-violent', market({ volatility: 0.02 })],
    ['abstained', 'technical.not-warmed-up', market({ rsi14: null })],
  ])('votes %s: %s', async (stance, code, seen) => {
    expect(await ask({ market: seen })).toMatchObject({ stance, codes: [code] });
  });

  it('needs no feature vector', async () => {
    expect(await ask({ features: null })).toMatchObject({ stance: 'buy' });
  });
});

describe('rules:technical on a mean reversion', () => {
  const reversion = signal({ source: 'strategy:mean-reversion' });
  const ask = (over: Partial<ReviewRequest>) =>
    opinionOf(rulesTechnicalReviewer, { signal: reversion, market: fallenMarket(), ...over });

  it('assents to what is stretched and quietening', async () => {
    expect(await ask({})).toMatchObject({ stance: 'buy', codes: ['technical.stretched', 'technical.move-calming'] });
  });

  it.each([
    ['hold', 'technical.not-stretched', { market: market({ change1hFraction: 0.001, rsi14: 55 }) }],
    ['hold', 'technical.move-accelerating', { features: features({ return1: -2, return5: -3 }) }],
    [
      'hold',
      'technical.move-accelerating',
      { market: fallenMarket({ volumeRatio: 8 }), features: features({ return1: -1 }) },
    ],
    ['sell', 'technical.move-accelerating', { market: fallenMarket({ change1hFraction: -0.025 }) }],
    ['hold', 'technical.day-against', { market: fallenMarket({ change24hFraction: -0.1 }) }],
  ])('votes %s: %s', async (stance, code, over) => {
    expect(await ask(over)).toMatchObject({ stance, codes: [code] });
  });

  it('judges a person who buys what has fallen as a reversion, and anybody else as a breakout', async () => {
    expect(await ask({ signal: signal({ source: 'human:terminal:owner' }) })).toMatchObject({ stance: 'buy' });
    expect(await ask({ signal: signal({ source: 'strategy:turtle' }) })).toMatchObject({ stance: 'sell' });
  });
});

describe('rules:news-risk', () => {
  const ask = (over: Partial<ReviewRequest>) => opinionOf(rulesNewsReviewer, over);
  const bad = newsItem({ tone: -0.5 });

  it('says that no news speaks against it, and assents on the state of the account', async () => {
    expect(await ask({})).toMatchObject({ stance: 'buy', codes: ['news.nothing-against', 'portfolio.calm'] });
    expect(await ask({ signal: signal({ direction: 'short' }) })).toMatchObject({ stance: 'sell' });
  });

  it.each([
    ['buy', 'news.tone-for', newsItem({ tone: 0.5, storySources: 2 })],
    ['hold', 'news.tone-against', bad],
    ['sell', 'news.tone-against', newsItem({ tone: -0.9 })],
    ['buy', 'news.nothing-against', newsItem({ tone: -0.2 })],
    ['buy', 'news.nothing-against', newsItem({ tone: -0.9, assets: ['SOL'] })],
    ['buy', 'news.nothing-against', newsItem({ tone: -0.9, publishedAt: NOW - 40 * HOUR })],
    ['buy', 'news.nothing-against', newsItem({ tone: -0.9, publishedAt: NOW + 1 })],
    ['hold', 'news.hazard', newsItem({ tone: -0.5, topic: 'security' })],
    ['buy', 'news.nothing-against', newsItem({ tone: -0.9, topic: 'legal', assets: [], publishedAt: NOW - 9 * HOUR })],
  ])('votes %s, first reason %s', async (stance, code, item) => {
    const opinion = await ask({ news: [item] });
    expect([opinion.stance, opinion.codes[0]]).toEqual([stance, code]);
  });

  it('reads the same news the other way for a short', async () => {
    const news = [{ ...bad, storySources: 2 }];
    expect(await ask({ news, signal: signal({ direction: 'short' }) })).toMatchObject({
      stance: 'sell',
      codes: ['news.tone-for', 'portfolio.calm'],
    });
  });

  it('lets a fresh item outweigh an old one', async () => {
    const old = newsItem({ id: 'N-2', tone: -0.9, publishedAt: NOW - 24 * HOUR });
    const fresh = newsItem({ id: 'N-3', tone: 0.5, publishedAt: NOW });
    expect(await ask({ news: [old, fresh] })).toMatchObject({ stance: 'buy' });
  });

  it.each([
    ['portfolio.drawdown-hot', portfolio({ drawdownFraction: 0.1 })],
    ['portfolio.day-loss-hot', portfolio({ dayReturnFraction: -0.025 })],
    ['portfolio.loss-streak', portfolio({ lossStreak: 5 })],
  ])('holds while the account runs hot: %s', async (code, owned) => {
    expect(await ask({ portfolio: owned })).toMatchObject({ stance: 'hold', codes: [code] });
  });

  it('is less sure after losses', async () => {
    const after = await ask({ portfolio: portfolio({ lossStreak: 2 }) });
    expect(after.confidence).toBeLessThan((await ask({})).confidence);
  });

  it('abstains without a known account', async () => {
    expect(await ask({ portfolio: portfolio({ equity: 0 }) })).toMatchObject({ codes: ['portfolio.unknown'] });
  });
});
