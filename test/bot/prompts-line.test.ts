import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { promptsCommand } from '../../bot/app/prompts.ts';
import { COMMAND_LINE, readCommandLine } from '../../bot/command-line.ts';
import { EXIT_CODES } from '../../bot/exit-codes.ts';
import { compare } from '../../bot/prompts-line/diff.ts';
import { lineDiff } from '../../bot/prompts-line/line-diff.ts';
import { PROMPTS_LINE } from '../../bot/prompts-line/registry.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import { parsePrompt } from '../../prompts/prompt-file.ts';
import { promptIds } from '../../prompts/prompt-folder.ts';
import { type FakeLlm, startFakeLlm } from '../fakes/llm/llm-server.ts';
import { assenting } from '../fakes/llm/verdict-personalities.ts';

let written = { out: '', err: '' };

beforeEach(() => {
  written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const run = (positionals: readonly string[], flags: Readonly<Record<string, string | boolean>> = {}) =>
  promptsCommand({ positionals, flags, workingDirectory: '/nowhere' });

describe('assent prompts', () => {
  test('is known to the command line, with what it takes', () => {
    expect(COMMAND_LINE.find(({ name }) => name === 'prompts')).toMatchObject({ words: 'list|test|diff [ID]' });
    expect(readCommandLine(['prompts', 'test', 'review-news', '--json'])).toMatchObject({
      outcome: 'run',
      given: { positionals: ['test', 'review-news'], flags: { json: true } },
    });
  });

  test('lists every prompt with who asks with it', async () => {
    expect(await run(['list'], { json: true })).toBe(EXIT_CODES.done);
    const rows = JSON.parse(written.out) as { id: string; sha256: string; usedBy: string }[];
    expect(rows.map(({ id }) => id)).toEqual(promptIds());
    expect(rows.filter(({ usedBy, sha256 }) => usedBy === 'nobody' || !/^[0-9a-f]{64}$/.test(sha256))).toEqual([]);
  });

  test('tells one of them to people', async () => {
    expect(await run(['list', 'review-technical'])).toBe(EXIT_CODES.done);
    expect(written.out).toMatch(/^review-technical@1 {2}sha256 [0-9a-f]{12} {2}review.second/);
    expect(written.out).toContain('sees plan, market, indicators · takes in indicator-interpretation@1');
    written.out = '';
    await run(['list', 'quoted-words']);
    expect(written.out).toMatch(/ {2}part of market-analysis, review-news, review-risk\n$/);
  });

  test('finds nothing wrong with them, and nothing unrecorded', async () => {
    expect(await run(['test'])).toBe(EXIT_CODES.done);
    expect(written.out.match(/^ok {5}/gm)?.length).toBe(promptIds().length);
    written.out = '';
    expect(await run(['diff'])).toBe(EXIT_CODES.done);
    expect(written.out.match(/ {2}as recorded$/gm)?.length).toBe(promptIds().length);
  });

  test.each([
    [[], {}, 'assent prompts list'],
    [['lst'], {}, 'Did you mean "list"?'],
    [['test', 'review-new'], {}, 'There is no prompt "review-new". Did you mean "review-news"?'],
    [['list', '../secrets'], {}, 'There is no prompt "../secrets".'],
    [['list'], { model: 'groq:x' }, '"prompts list" asks no model.'],
    [['test'], { model: 'gpt' }, '--model is written like groq:openai/gpt-oss-20b or ollama:qwen3:8b.'],
    [['test'], { model: 'skynet:1' }, '--model is written like'],
  ])('says what is wrong with %j %j', async (words, flags, said) => {
    expect(await run(words, flags)).toBe(EXIT_CODES.wrongUse);
    expect(written.err).toContain(said);
    expect(written.out).toBe('');
  });

  test('says of each of its commands what it does', async () => {
    await run([]);
    for (const { name } of PROMPTS_LINE) expect(written.err).toContain(`assent prompts ${name}`);
    for (const { summary } of PROMPTS_LINE) expect(written.err).toContain(summary);
  });
});

describe('assent prompts test --model', () => {
  let place = '';
  let server: FakeLlm;

  beforeEach(async () => {
    place = mkdtempSync(join(tmpdir(), 'assent-prompts-'));
    server = await startFakeLlm(assenting);
    writeFileSync(join(place, 'config.yaml'), `models:\n  ollamaUrl: ${server.url}\n`);
  });
  afterEach(async () => {
    await server.close();
    rmSync(place, { recursive: true, force: true });
  });

  const ask = (words: readonly string[], flags = {}) =>
    promptsCommand({
      positionals: ['test', ...words],
      flags: { model: 'ollama:qwen3:8b', data: place, ...flags },
      workingDirectory: place,
    });

  test('asks the model that is named, and tells what it said as it is read every day', async () => {
    expect(await ask(['review-technical'])).toBe(EXIT_CODES.done);
    expect(written.out).toMatch(/fits \(\d+ ms, \d+ tokens\): buy 0\.80: volume-alive \(market\.change1h\); no note/);
    expect(server.asked.map(({ model }) => model)).toEqual(['qwen3:8b']);
  });

  test('fails where the answer is of no use, and where there is none', async () => {
    server.become(() => ({ text: 'Buy!' }));
    expect(await ask(['review-risk'], { json: true })).toBe(EXIT_CODES.failed);
    expect(JSON.parse(written.out)).toMatchObject({
      model: 'ollama:qwen3:8b',
      prompts: [{ name: 'review-risk@1', problems: [], asked: { outcome: 'unfit', detail: 'refused' } }],
    });
    await server.close();
    written.out = '';
    expect(await ask(['review-news'])).toBe(EXIT_CODES.failed);
    expect(written.out).toContain('NO ANSWER of ollama:qwen3:8b: unavailable: connection');
    expect(written.err).toContain('assent doctor');
  });

  test('needs a key where the provider does', async () => {
    await expect(ask(['review-news'], { model: 'perplexity:sonar' })).rejects.toThrow(ConfigError);
  });
});

describe('a comparison with the records', () => {
  const version = (number: number, ...lines: readonly string[]) =>
    parsePrompt(`---\nid: tale\nversion: ${number}\ninputs: []\nschema: tale@1\n---\n${lines.join('\n')}\n`, 'tale.md');
  const [first, second] = [version(1, 'a', 'b', 'c', 'd', 'e'), version(2, 'a', 'b', 'c', 'd', 'E')];

  test('shows what is new since the version before', () => {
    expect(compare(second, [first], false)).toEqual({
      name: 'tale@2',
      state: 'new',
      with: 'tale@1',
      lines: [
        '  ---',
        '  id: tale',
        '- version: 1',
        '+ version: 2',
        '  inputs: []',
        '  schema: tale@1',
        '…',
        '  c',
        '  d',
        '- e',
        '+ E',
        '  ',
      ],
    });
  });

  test('shows what was changed under a version that is on record', () => {
    const changed = version(1, 'a', 'b', 'c', 'd', 'E');
    expect(compare(changed, [first], false)).toMatchObject({ state: 'changed', with: 'tale@1' });
    expect(compare(changed, [first], false).lines).toContain('+ E');
  });

  test('says that nothing changed, and looks further back where that was asked', () => {
    expect(compare(second, [first, second], false)).toEqual({
      name: 'tale@2',
      state: 'recorded',
      with: null,
      lines: [],
    });
    expect(compare(second, [first, second], true)).toMatchObject({ state: 'recorded', with: 'tale@1' });
    expect(compare(first, [first], true)).toMatchObject({ state: 'recorded', with: null, lines: [] });
    expect(compare(first, [], false)).toMatchObject({ state: 'new', with: null, lines: [] });
  });
});

test('a comparison line by line holds both texts whole, and as few changes as can be', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 8 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const side = (other: '-' | '+') => lines.filter(({ mark }) => mark !== other).map((line) => line.text);
      expect(side('+').join('\n')).toBe(before);
      expect(side('-').join('\n')).toBe(after);
      if (before === after) expect(lines.every(({ mark }) => mark === ' ')).toBe(true);
    }),
    { numRuns: 200 },
  );
  expect(lineDiff('a\nb\nc', 'b\nc\nd').map(({ mark, text: line }) => mark + line)).toEqual(['-a', ' b', ' c', '+d']);
});
