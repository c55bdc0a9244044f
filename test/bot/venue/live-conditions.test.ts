import { describe, expect, it, test } from 'vitest';
import type { AccountLook } from '../../../bot/venue/account-look.ts';
import type { LiveFacts } from '../../../bot/venue/live-conditions.ts';
import { liveWarnings, unmetConditions } from '../../../bot/venue/live-conditions.ts';
import { reason } from '../../../engine/domain/reason.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

const LOOK: AccountLook = {
  venue: 'upbit',
  keyWorks: true,
  canTrade: true,
  canWithdraw: false,
  ipBound: true,
  expiresAt: NOW + 200 * DAY,
  clockOffsetMs: 12,
  limits: [],
  minimums: [],
  problems: [],
};

const READY: LiveFacts = {
  venue: 'upbit',
  account: 'main',
  database: { server: true, durable: true },
  missingKeys: null,
  look: LOOK,
  hasAdmin: true,
  reviews: { models: ['groq:a', 'ollama:b'], empty: [], recorded: false },
  killed: false,
  heldElsewhere: false,
  bound: 'free',
  armed: true,
  now: NOW,
};

const namesOf = (changes: Partial<LiveFacts>) =>
  unmetConditions({ ...READY, ...changes }, ({ code }) => code).map(({ name }) => name);
const looked = (changes: Partial<AccountLook>) => ({ look: { ...LOOK, ...changes } });

describe('the conditions of real money', () => {
  it('all hold for an account that is ready, and one that is still to be armed at a terminal', () => {
    expect(namesOf({})).toEqual([]);
    expect(namesOf({ armed: null, bound: 'this' })).toEqual([]);
  });

  test.each<[name: string, changes: Partial<LiveFacts>]>([
    ['database-server', { database: { server: false, durable: false } }],
    ['database-durable', { database: { server: true, durable: false } }],
    ['keys-missing', { missingKeys: ['A', 'B'], look: null }],
    ['venue-away', { look: { away: 'UNAVAILABLE' } }],
    ['key-fails', looked({ keyWorks: false, canTrade: null, canWithdraw: null })],
    ['key-cannot-trade', looked({ canTrade: false })],
    ['key-can-withdraw', looked({ canWithdraw: true })],
    ['key-withdraw-unknown', looked({ canWithdraw: null })],
    ['key-expired', looked({ expiresAt: NOW })],
    ['clock-off', looked({ clockOffsetMs: -5_000 })],
    ['account-problem', looked({ problems: [reason('venue.hedge-mode')] })],
    ['no-admin', { hasAdmin: false }],
    ['too-few-models', { reviews: { models: [], empty: ['review.first', 'review.second'], recorded: false } }],
    ['too-few-models', { reviews: { models: ['groq:a'], empty: ['review.second'], recorded: false } }],
    ['models-recorded', { reviews: { ...READY.reviews, recorded: true } }],
    ['held-elsewhere', { heldElsewhere: true }],
    ['bound-to-paper', { bound: 'paper' }],
    ['bound-to-other-key', { bound: 'other-key' }],
    ['bound-to-other-account', { bound: { account: 'savings', venue: 'binance' } }],
    ['not-armed', { armed: false }],
  ])('%s keeps it out, alone and in a sentence of each language', (name, changes) => {
    expect(namesOf(changes)).toEqual([name]);
    const [unmet] = unmetConditions({ ...READY, ...changes }, ({ code }) => code);
    expect(unmet?.text.en).not.toBe('');
    expect(unmet?.text.ko).not.toBe('');
  });

  it('names the model that there is, and the seat where the other one is missing', () => {
    const one = { models: ['groq:a'], empty: ['review.second'], recorded: false };
    const [unmet] = unmetConditions({ ...READY, reviews: one }, ({ code }) => code);
    for (const told of [unmet?.text.en, unmet?.text.ko]) {
      expect(told).toContain('groq:a');
      expect(told).toContain('review.second');
    }
  });

  it('lets two of three seats do where votes are weighted', () => {
    expect(namesOf({ reviews: { models: ['groq:a', 'ollama:b'], empty: ['review.news'], recorded: false } })).toEqual(
      [],
    );
  });

  it('names the account that the key trades, and how to trade that one or to bind the key anew', () => {
    const [unmet] = unmetConditions({ ...READY, bound: { account: 'savings', venue: 'binance' } }, ({ code }) => code);
    for (const told of [unmet?.text.en, unmet?.text.ko]) {
      expect(told).toContain('main');
      expect(told).toContain('--account savings --venue binance');
      expect(told).toContain('--bind');
    }
  });

  it('a latched kill switch is told and keeps nothing out: the exit that it stands for must go on', () => {
    expect(namesOf({ killed: true })).toEqual([]);
    const [warned] = liveWarnings({ ...READY, killed: true });
    expect(warned?.name).toBe('killed');
    expect(warned?.text.en).toContain('/unpanic');
    expect(warned?.text.ko).toContain('/unpanic');
  });

  it('a clock of 4.999 s is let in', () => {
    expect(namesOf(looked({ clockOffsetMs: 4_999 }))).toEqual([]);
  });

  it('warns of a key without addresses and of one that ends within thirty days', () => {
    const warned = liveWarnings({ ...READY, ...looked({ ipBound: false, expiresAt: NOW + 7 * DAY }) });
    expect(warned.map(({ name }) => name)).toEqual(['not-ip-bound', 'key-expires']);
    expect(warned[1]?.text.en).toContain('in 7 days');
    expect(liveWarnings(READY)).toEqual([]);
  });
});
