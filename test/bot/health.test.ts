import { describe, expect, test } from 'vitest';
import type { HealthView, SourceHealth } from '../../bot/desk-ports.ts';
import { DESK_NOW, HEALTH } from '../fakes/desk.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function source(name: string, overrides: Partial<SourceHealth> = {}): SourceHealth {
  return {
    name,
    lastVisitAt: DESK_NOW - MINUTE,
    lastSuccessAt: DESK_NOW - MINUTE,
    lastNew: 3,
    failures: 0,
    problem: null,
    nextVisitAt: DESK_NOW + 9 * MINUTE,
    ...overrides,
  };
}

const failing = (name: string, lastSuccessAt: number | null, problem: string): SourceHealth =>
  source(name, { failures: 4, lastSuccessAt, problem, nextVisitAt: DESK_NOW + HOUR });

const say = (health: Partial<HealthView>, line = '/health') =>
  createChatRig({ health: { ...HEALTH, ...health } }).say(line);

describe('health', () => {
  test('tells alerts that reached nobody, and nothing of them otherwise', async () => {
    expect(await say({ undelivered: 2 })).toContain('Alerts    2 alerts of the last 24 h reached nobody');
    expect(await say({ undelivered: 0 })).not.toContain('Alerts');
  });

  test('says that a replay has only the news of its recording', async () => {
    expect(await say({})).toBe(
      [
        'Health',
        'Fetching  off: sources are visited only by “assent news fetch”',
        'News      92 reports, 88 stories',
        'Search    lexical@1, 92 vectors; lexical: compares wording, not meaning',
        'Database  PGlite 0.5.14 (embedded)',
        `Journal   1,204 entries, ${'ab'.repeat(32)}`,
        "No source is set up: only the recording's news is there.",
      ].join('\n'),
    );
    expect(await say({}, '점검')).toContain('설정된 출처가 없습니다. 녹화에 담긴 뉴스만 있습니다.');
    expect(await say({}, '점검')).toContain('어휘 방식: 단어만 비교');
  });

  test('says of a source that answers and gives nothing readable what came', async () => {
    const problem = 'Nothing that came could be read (document: it is no feed).';
    const lines = (await say({ sources: [source('rss:well'), source('rss:odd', { problem })] })).split('\n');
    expect(lines.slice(7)).toEqual([
      '  rss:odd: 05:04, 3 new: Nothing that came could be read (document: it is no feed); next visit in 9m',
      '  rss:well: 05:04, 3 new; next visit in 9m',
    ]);
  });

  test('tells each source in a line, the oldest trouble first', async () => {
    const sources = [
      source('rss:coindesk'),
      failing('upbit', DESK_NOW - HOUR, 'The site answered 503.'),
      source('cryptopanic', { lastVisitAt: null, lastSuccessAt: null, nextVisitAt: 0 }),
      failing('x', null, 'The site answered 401. Is X_BEARER_TOKEN right?'),
      ...HEALTH.sources,
    ];
    const lines = (await say({ isFetching: true, sources })).split('\n');
    expect(lines[1]).toBe('Fetching  on');
    expect(lines.slice(6)).toEqual([
      'Sources',
      '  x: FAILING (4 in a row), last success never: The site answered 401. Is X_BEARER_TOKEN right?; next visit in 1h',
      '  upbit: FAILING (4 in a row), last success 04:05: The site answered 503; next visit in 1h',
      '  cryptopanic: not visited yet; due now',
      '  rss:coindesk: 05:04, 3 new; next visit in 9m',
    ]);
    expect(await say({ sources }, '점검')).toContain(
      'upbit: 실패 중(연속 4회), 마지막 성공 13:05: The site answered 503, 다음 방문까지 1시간',
    );
  });

  test('labels what compares meaning, and counts what is still missing', async () => {
    const embedder = { name: 'ollama:bge-m3', kind: 'semantic', vectors: 1_200, missing: 34 } as const;
    expect(await say({ embedder })).toContain(
      'ollama:bge-m3, 1,200 vectors; semantic: compares meaning; 34 still to be made',
    );
    expect(await say({ embedder: null })).toContain('by words alone, without vectors');
  });

  test.each([
    ['The export /home/kim/keys/trends.csv cannot be read.', 'The export trends.csv cannot be read'],
    ['“~/news/in/a.jsonl” is damaged.', '“a.jsonl” is damaged'],
    ['C:\\Users\\kim\\news\\a.csv is damaged.', 'a.csv is damaged'],
    ['https://user:pass@api.example/v1/posts?auth_token=s3cret failed.', 'https://api.example/v1/posts failed'],
    ['It said\u001b[31m \u202eno\u0007.', 'It said no'],
  ])('shows neither a path nor a secret (%j)', async (problem, shown) => {
    const said = await say({ sources: [failing('folder', null, problem)] });
    expect(said).toContain(`last success never: ${shown};`);
    expect(said).not.toMatch(/kim|s3cret|pass/);
  });

  test('is open to whoever may look', async () => {
    const rig = createChatRig({ roles: { 'telegram:7': 'viewer' } });
    expect(plainText(await rig.sayAs('telegram:7', '/health'))).toContain('Health');
  });
});

describe('the emergency path in /health', () => {
  const at = DESK_NOW - HOUR;
  const standing = { alive: true, accounts: 1, ready: 1, latched: null, last: null };

  test('is not told of in a replay, and says in both languages how it stands', async () => {
    expect(await say({})).not.toContain('Emergency');
    expect(await say({ emergency: standing })).toMatch(
      /Emergency\s+ready \(1 of 1 accounts\); not latched; never\s+used/,
    );
    expect(await say({ emergency: standing }, '점검')).toMatch(/비상 경로\s+준비됨 \(계좌 1개 중 1개\)/);
    expect(await say({ emergency: { ...standing, ready: 0 } })).toContain('still loading markets');
    expect(await say({ emergency: { ...standing, alive: false } })).toContain('ITS THREAD DOES NOT ANSWER');
  });

  test('says since when it is latched, and what became of the last time', async () => {
    const used = {
      ...standing,
      latched: { by: 'terminal:owner', at },
      last: { at, by: 'terminal:owner', flat: false },
    };
    const said = (await say({ emergency: used })).replace(/\s+/g, ' ');
    expect(said).toContain('LATCHED since 04:05 by terminal:owner');
    expect(said).toContain('NOT EVERYTHING GOT FLAT');
    expect((await say({ emergency: used }, '점검')).replace(/\s+/g, ' ')).toContain('모두 청산되지는 않았습니다');
  });
});
