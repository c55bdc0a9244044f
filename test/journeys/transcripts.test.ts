import { beforeAll, describe, expect, it } from 'vitest';
import { openDiscordDriver } from './transcript/discord-driver.ts';
import type { OpenDriver } from './transcript/driver.ts';
import type { Played } from './transcript/play.ts';
import { playScenes } from './transcript/play.ts';
import { SCENES } from './transcript/scenes.ts';
import { openTelegramDriver } from './transcript/telegram-driver.ts';
import { openTerminalDriver } from './transcript/terminal-driver.ts';

const SURFACES: readonly { readonly name: string; readonly open: OpenDriver }[] = [
  { name: 'Telegram', open: openTelegramDriver },
  { name: 'Discord', open: openDiscordDriver },
];
/** A desk is opened and some hours are played, on a machine that may be busy. */
const LONG_MS = 300_000;
const CASES = SCENES.map((scene, index) => ({ ...scene, index }));

let atTerminal: readonly (Played | null)[] = [];

beforeAll(async () => {
  atTerminal = await playScenes(SCENES, { name: 'the terminal', open: openTerminalDriver });
}, LONG_MS);

describe('at the terminal', () => {
  it.each(CASES)('$name', ({ index, expected = {} }) => {
    const played = atTerminal[index];
    expect(played?.meaning, played?.shown.text).toMatchObject(expected);
  });
});

describe.each(SURFACES)('on $name the desk says what it says at the terminal:', (surface) => {
  let there: readonly (Played | null)[] = [];
  beforeAll(async () => {
    there = await playScenes(SCENES, surface);
  }, LONG_MS);

  it.each(CASES.filter(({ notOn = [] }) => !notOn.includes(surface.name)))('$name', ({ index }) => {
    const played = there[index];
    expect(played?.meaning, played?.shown.text).toEqual(atTerminal[index]?.meaning);
  });
});
