import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadPrompt, PromptError, parsePrompt } from '../../prompts/prompt-file.ts';

const FILE = `---
id: greeting
version: 2
inputs: [name, place]
schema: greeting@1
---
Say hello to {{name}} in {{ place }}, {{name}}!
`;

describe('a prompt file', () => {
  test('gives its front matter, and the sha256 of its text', () => {
    expect(parsePrompt(FILE, 'greeting.md')).toMatchObject({
      id: 'greeting',
      version: 2,
      name: 'greeting@2',
      inputs: ['name', 'place'],
      schema: 'greeting@1',
      sha256: 'c62d0d37203fb18b8fcdaf301fcfd4ac655d8af70edcb2ff801e36f9a147e217',
    });
  });

  test('has the same sha256 with the line ends of another system', () => {
    expect(parsePrompt(FILE.replaceAll('\n', '\r\n'), 'a').sha256).toBe(parsePrompt(FILE, 'b').sha256);
  });

  test('fills its slots, and says what was filled', () => {
    const { fill, sha256 } = parsePrompt(FILE, 'greeting.md');
    expect(fill({ name: 'Ana', place: 'Jeju' })).toEqual({
      text: 'Say hello to Ana in Jeju, Ana!',
      id: 'greeting',
      version: 2,
      sha256,
    });
  });

  test('leaves a value that looks like a slot, or like a pattern, as it is', () => {
    expect(parsePrompt(FILE, 'a').fill({ name: '{{place}}', place: '$& $1 {{name}}' }).text).toBe(
      'Say hello to {{place}} in $& $1 {{name}}, {{place}}!',
    );
  });

  test('puts any value in, unchanged', () => {
    const { fill } = parsePrompt(FILE, 'a');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, place) => {
        expect(fill({ name, place }).text).toBe(`Say hello to ${name} in ${place}, ${name}!`);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    [{ name: 'Ana' }, 'greeting.md was not given: place.'],
    [{ name: 'Ana', place: 'Jeju', time: 'noon' }, 'greeting.md does not ask for: time.'],
    [Object.create({ name: 'Ana', place: 'Jeju' }), 'greeting.md was not given: name, place.'],
  ])('refuses missing and unknown values: %j', (values, message) => {
    expect(() => parsePrompt(FILE, 'greeting.md').fill(values)).toThrow(new PromptError(message));
  });

  test.each([
    ['no front matter', 'Hello', 'x.md has no front matter between two lines of three dashes.'],
    ['broken YAML', FILE.replace('[name, place]', '[name'), 'The front matter of x.md is no YAML.'],
    ['a version that is no whole number', FILE.replace('version: 2', 'version: 2.5'), /version: .*int/],
    [
      'an id with a path in it',
      FILE.replace('id: greeting', 'id: ../secrets'),
      /^The front matter of x.md is wrong: id: /,
    ],
    ['a field nobody knows', FILE.replace('version: 2', 'version: 2\ntools: [all]'), /tools/],
    ['no schema', FILE.replace('schema: greeting@1\n', ''), /schema: /],
    ['a slot that is no input', FILE.replace('{{ place }}', '{{ time }}'), 'x.md has slots that are no inputs: time.'],
    ['a slot without a name', FILE.replace('{{ place }}', '{{ place }}{{}}'), 'x.md has slots that are no inputs: .'],
    ['an input without a slot', FILE.replace('{{ place }}', 'Jeju'), 'x.md has inputs without a slot: place.'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parsePrompt(text, 'x.md')).toThrow(PromptError);
    expect(() => parsePrompt(text, 'x.md')).toThrow(message);
  });
});

describe('hints and what is seen', () => {
  const written = (lines: string) => FILE.replace('schema: greeting@1', `schema: greeting@1\n${lines}`);

  test('are told as they are written', () => {
    const lines = 'hints: { temperature: 0, maxTokens: 400, deadlineMs: 20000 }\nsees: [market, direction]';
    expect(parsePrompt(written(lines), 'a')).toMatchObject({
      hints: { temperature: 0, maxTokens: 400, deadlineMs: 20_000 },
      sees: ['market', 'direction'],
    });
  });

  test('may be left out', () => {
    expect(parsePrompt(FILE, 'a')).toMatchObject({ hints: null, sees: [], passages: [] });
  });

  test.each([
    ['hints: { temperature: 0 }', /hints.maxTokens: /],
    ['hints: { temperature: 2, maxTokens: 400, deadlineMs: 20000 }', /hints.temperature: /],
    ['sees: [secrets]', /sees.0: /],
    ['sees: [news, news]', /sees: each section once/],
    ['sees: []', /sees: /],
  ])('are refused where they say too little or too much: %s', (lines, message) => {
    expect(() => parsePrompt(written(lines), 'a')).toThrow(message);
  });
});

describe('a passage', () => {
  const passage = (text: string, inputs = '[]') =>
    parsePrompt(`---\nid: manners\nversion: 3\ninputs: ${inputs}\nschema: passage\n---\n${text}\n`, 'manners.md');
  const greeting = FILE.replace('Say hello', '{{> manners}}\nSay hello');

  test('stands in the text of the prompt that takes it in, and in its sha256', () => {
    const polite = parsePrompt(greeting, 'greeting.md', () => passage('Be polite.'));
    expect(polite.fill({ name: 'Ana', place: 'Jeju' }).text).toBe('Be polite.\nSay hello to Ana in Jeju, Ana!');
    expect(polite.passages.map(({ name }) => name)).toEqual(['manners@3']);
    expect(polite.source).toBe(FILE.replace('Say hello', 'Be polite.\nSay hello'));
    expect(polite.sha256).not.toBe(parsePrompt(greeting, 'greeting.md', () => passage('Be brief.')).sha256);
  });

  test('has nothing to fill', () => {
    expect(() => passage('Be polite to {{name}}.')).toThrow('manners.md has slots that are no inputs: name.');
    expect(() => passage('Be polite to {{name}}.', '[name]')).toThrow('manners.md is a passage with inputs.');
  });

  test('takes in no other, and a prompt is none', () => {
    expect(() => passage('{{> manners}}')).toThrow('Nothing can be taken in here, and manners is asked for.');
    expect(() => parsePrompt(greeting, 'greeting.md', () => parsePrompt(FILE, 'greeting.md'))).toThrow(
      'greeting.md takes in manners, which is no passage.',
    );
  });
});

describe('a prompt is loaded by its id', () => {
  test('from its folder', () => {
    expect(loadPrompt('news-reader')).toMatchObject({
      name: 'news-reader@1',
      inputs: ['boundary', 'assets', 'events'],
    });
  });

  test('never from elsewhere', () => {
    expect(() => loadPrompt('../docs/ARCHITECTURE')).toThrow(
      new PromptError('"../docs/ARCHITECTURE" is no id of a prompt; it looks like news-reader.'),
    );
    expect(() => loadPrompt('no-such')).toThrow(new PromptError('There is no prompt prompts/no-such.md.'));
  });
});
