import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blank } from './floors/blanked.ts';
import * as rules from './floors/rules.ts';
import { FLOORS, readHouse, sourceFile } from './floors/source-file.ts';

const house = readHouse('.');

interface Law {
  readonly name: string;
  readonly rule: rules.Rule;
  /** Path and text of files that break it. */
  readonly broken: readonly (readonly [path: string, text: string])[];
  /** Files that look like it and do not. */
  readonly kept: readonly (readonly [path: string, text: string])[];
}

const LAWS: readonly Law[] = [
  {
    name: 'a floor imports only the floors below it',
    rule: rules.floors,
    broken: [
      ['engine/a.ts', "import type { B } from '../bot/b.ts';"],
      ['rag/a.ts', "import { b } from '../engine/b.ts';"],
      ['prompts/a.ts', "export { b } from '../rag/b.ts';"],
      ['agent/a.ts', "const { b } = await import('../db/b.ts');"],
      ['db/a.ts', "import '../bot/b.ts';"],
    ],
    kept: [
      ['bot/a.ts', "import { b } from '../db/b.ts';\nimport { c } from './c.ts';"],
      ['engine/a.ts', "// import { b } from '../bot/b.ts';\nconst text = \"import { b } from '../bot/b.ts'\";"],
      ['test/a.ts', "import { b } from '../bot/b.ts';"],
    ],
  },
  {
    name: 'domain knows only domain, ports know only domain',
    rule: rules.nounsAtTheBottom,
    broken: [
      ['engine/domain/a.ts', "import type { B } from '../ports/b.ts';"],
      ['engine/ports/a.ts', "import { b } from '../decision/b.ts';"],
    ],
    kept: [['engine/ports/a.ts', "import type { B } from '../domain/b.ts';"]],
  },
  {
    name: 'a library is imported at its home only',
    rule: rules.librariesAtHome,
    broken: [
      ['engine/a.ts', "import pg from 'pg';"],
      ['bot/a.ts', "import { Bot } from 'grammy';"],
      ['bot/b.ts', "import { createAgent } from 'langchain';"],
      ['rag/a.ts', "import { ChatGroq } from '@langchain/groq';"],
    ],
    kept: [
      ['db/a.ts', "import pg from 'pg';"],
      ['bot/surfaces/telegram.ts', "import { Bot } from 'grammy';"],
    ],
  },
  {
    name: 'the emergency path imports nothing of language models, database or chat',
    rule: rules.emergencyStandsAlone,
    broken: [
      ['engine/emergency/a.ts', "import { b } from '../decision/b.ts';"],
      ['engine/emergency/b.ts', "import pino from 'pino';"],
    ],
    kept: [['engine/emergency/a.ts', "import type { Order } from '../domain/order.ts';"]],
  },
  {
    name: 'only the composition root constructs adapters',
    rule: rules.oneCompositionRoot,
    broken: [
      ['bot/router.ts', "import { openDatabase } from '../db/open.ts';"],
      ['bot/doctor/database.ts', "import { type A, openDatabase } from '../../db/open.ts';"],
      ['bot/commands/speed.ts', "import { Replay } from '../../engine/exchanges/replay.ts';"],
    ],
    kept: [
      ['bot/app.ts', "import { openDatabase } from '../db/open.ts';"],
      ['bot/main.ts', "import { openDatabase } from '../db/open.ts';"],
      ['bot/router.ts', "import type { Stores } from '../db/open.ts';\nimport { type Rows } from '../db/rows.ts';"],
    ],
  },
  {
    name: 'nothing imports the tests',
    rule: rules.testsAreNotImported,
    broken: [['engine/a.ts', "import { fake } from '../test/fakes/fake.ts';"]],
    kept: [['test/a.ts', "import { fake } from './fakes/fake.ts';"]],
  },
  {
    name: 'imports run in no circle, types included',
    rule: rules.noCircles,
    broken: [
      ['rag/a.ts', "import type { B } from './b.ts';"],
      ['rag/b.ts', "import { c } from './c.ts';"],
      ['rag/c.ts', "import { a } from './a.ts';"],
    ],
    kept: [
      ['rag/a.ts', "import { b } from './b.ts';\nimport { c } from './c.ts';"],
      ['rag/b.ts', "import { c } from './c.ts';"],
      ['rag/c.ts', ''],
    ],
  },
  {
    name: 'there are no barrels',
    rule: rules.noBarrels,
    broken: [
      ['rag/index.ts', 'export const a = 1;'],
      ['rag/all.ts', "// Everything.\nexport * from './a.ts';\nexport { b, type C } from './b.ts';\n"],
    ],
    kept: [['rag/a.ts', "export { b } from './b.ts';\nexport const a = 1;"]],
  },
  {
    name: 'a file is named after what is inside',
    rule: rules.doorsHaveNames,
    broken: [
      ['engine/types.ts', ''],
      ['engine/utils/a.ts', ''],
      ['engine/utils.ts', ''],
      ['engine/OrderBook.ts', ''],
    ],
    kept: [['engine/market/order-book.ts', '']],
  },
  {
    name: 'nothing is exported as a default',
    rule: rules.noDefaultExports,
    broken: [
      ['rag/a.ts', 'export default function run() {}'],
      ['rag/b.ts', 'const run = 1;\nexport { run as default };'],
    ],
    kept: [['rag/a.ts', "export const text = 'export default 1';\nimport { default as pg } from 'pg';"]],
  },
  {
    name: 'only bot/config reads the environment',
    rule: rules.oneEnvironmentReader,
    broken: [
      ['engine/a.ts', 'const home = process.env.HOME;'],
      ['bot/app.ts', 'const { env } = process;'],
      ['bot/configuration/a.ts', "const home = process['env'].HOME;"],
      ['db/a.ts', "import { env } from 'node:process';"],
    ],
    kept: [
      ['bot/config/config.ts', 'const home = process.env.HOME;'],
      ['bot/config/config-secrets.ts', 'const home = process.env.HOME;'],
      ['engine/a.ts', "// process.env is not for us\nconst text = 'process.env';"],
    ],
  },
  {
    name: 'the engine reads no wall clock',
    rule: rules.noWallClock,
    broken: [
      ['engine/a.ts', 'const at = Date.now();'],
      ['engine/b.ts', 'const now = { now: Date.now };'],
      ['engine/c.ts', 'const at = new Date();'],
      ['engine/d.ts', 'const at = performance.now();'],
      ['engine/e.ts', 'const text = `\x24{Date.now()}`;'],
    ],
    kept: [
      ['engine/a.ts', 'const at = new Date(time).toISOString();'],
      ['engine/execution/system-clock.ts', 'const at = Date.now();'],
      ['engine/training/export.ts', 'const at = Date.now();'],
      ['engine/recordings/build-recording.ts', 'const at = Date.now();'],
      ['bot/a.ts', 'const at = Date.now();'],
    ],
  },
  {
    name: 'the engine leaves nothing to chance',
    rule: rules.noChance,
    broken: [
      ['engine/a.ts', 'const chance = Math.random();'],
      ['engine/b.ts', "import { randomUUID } from 'node:crypto';"],
    ],
    kept: [['bot/a.ts', 'const chance = Math.random();']],
  },
  {
    name: 'the engine has no timers outside the clock',
    rule: rules.noBareTimers,
    broken: [
      ['engine/a.ts', 'setTimeout(run, 5);'],
      ['engine/b.ts', "import { setInterval } from 'node:timers/promises';"],
    ],
    kept: [['engine/exchanges/replay-clock.ts', 'setTimeout(run, 5);']],
  },
  {
    name: 'nobody says any',
    rule: rules.noAny,
    broken: [
      ['rag/a.ts', 'const a: any = 1;'],
      ['rag/b.ts', 'const a = b as any;'],
      ['rag/c.ts', 'const a = new Map<string, any>();'],
      ['rag/d.ts', 'type A = string | any;'],
      ['rag/e.ts', 'const list: Array<any[]> = [];'],
    ],
    kept: [['rag/a.ts', '// as any other\nconst text: string = "any";\nconst many = { a, any: 1 };']],
  },
  {
    name: 'nobody silences the compiler',
    rule: rules.noSilencedCompiler,
    broken: [
      ['rag/a.ts', `// @ts-${'ignore'}\nconst a = 1;`],
      ['rag/b.ts', `/* @ts-${'expect-error'} */\nconst a = 1;`],
      ['test/c.ts', `// @ts-${'nocheck'}\n`],
    ],
    kept: [['test/a.ts', `// @ts-${'expect-error'} The brand cannot be made by hand.\nconst a = 1;`]],
  },
  {
    name: 'no file of the product is longer than 400 lines',
    rule: rules.roomsNotHalls,
    broken: [['rag/a.ts', 'line\n'.repeat(401)]],
    kept: [
      ['rag/a.ts', 'line\n'.repeat(400)],
      ['test/a.ts', 'line\n'.repeat(900)],
    ],
  },
];

const planted = (files: Law['broken']) => files.map(([path, text]) => sourceFile(path, text));

describe.each(LAWS)('$name', ({ rule, broken, kept }) => {
  test('in this house', () => {
    expect(rule(house)).toEqual([]);
  });

  test('and a breach is found', () => {
    const breaches = rule(planted(broken));
    expect(breaches.length).toBe(rule === rules.noCircles ? 1 : broken.length);
    for (const breach of breaches) expect(breach).toMatch(/^[\w./-]+\.ts/);
  });

  test('and what only looks like one is not', () => {
    expect(rule(planted(kept))).toEqual([]);
  });
});

test('the house has the floors of the plan and no others', () => {
  const besides = ['docs', 'node_modules', 'data', 'coverage', 'dist'];
  const folders = readdirSync('.', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  expect(folders.filter((name) => ![...FLOORS, ...besides].includes(name))).toEqual([]);
});

test('the scanner sees the whole house', () => {
  expect(house.length).toBeGreaterThan(100);
  expect(house.find(({ path }) => path === 'engine/desk/settings.ts')?.imports.length).toBeGreaterThan(3);
});

describe('the scanner', () => {
  test.each([
    ['a // b', 'a     '],
    ['a /* b\nc */ d', 'a     \n     d'],
    ["a = 'it\\'s // b';", "a = '          ';"],
    ['a = `x \x24{b(`y \x24{c}`)} z`;', 'a = `  \x24{b(`  \x24{c}`)}  `;'],
    ['a = b / c / d;', 'a = b / c / d;'],
    ['a = /[/"]/.test(b);', 'a = /    /.test(b);'],
    ["return /'/;", 'return / /;'],
    ['f({ a: `\x24{ { b: 1 }.b }` })', 'f({ a: `\x24{ { b: 1 }.b }` })'],
  ])('reads %j', (text, code) => {
    expect(blank(text).code).toBe(code);
  });
});
