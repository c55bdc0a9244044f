import { pino } from 'pino';
import { createAppChat } from '../../../bot/app/chat.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';
import type { Journey } from '../journey.ts';
import { HOUR, MINUTE, openJourney, START } from '../journey.ts';
import type { OpenDriver, Shown, TranscriptDriver } from './driver.ts';
import { VERSION } from './driver.ts';
import type { Meaning } from './meaning.ts';
import { codeIn, meaningOf } from './meaning.ts';
import type { Scene } from './scenes.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
/** Between two acts; a person at a chat may write twenty lines a minute, and a code lasts as long. */
const STEP_MS = 8000;
/** Six hours of market each. */
const MOST_TRIES = 4;

/** What came of a scene: what it showed, and what that means. Null where it was left out. */
export interface Played {
  readonly shown: Shown;
  readonly meaning: Meaning;
}

const NOTHING: Shown = { text: '', choices: [], pictures: 0 };

/** Plays the scenes on a desk of their own; returns what came of each. */
export async function playScenes(
  scenes: readonly Scene[],
  surface: { readonly name: string; readonly open: OpenDriver },
): Promise<readonly (Played | null)[]> {
  const journey = await openJourney();
  try {
    return await play(scenes, surface, journey);
  } finally {
    await journey.end();
  }
}

async function play(
  scenes: readonly Scene[],
  { name, open }: { readonly name: string; readonly open: OpenDriver },
  journey: Journey,
): Promise<readonly (Played | null)[]> {
  const { desk } = journey;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const logger = pino({ level: 'silent' });
  const chat = createAppChat(desk, { version: VERSION, logger });
  await chat.access.load();
  const entries: JournalEntry[] = [];
  desk.onEntry((entry) => entries.push(entry));
  await journey.playTo(ASKED_AT);
  const driver = await open({ desk, chat, now });
  const played: (Played | null)[] = [];
  try {
    for (const scene of scenes) {
      ahead += STEP_MS;
      const from = entries.length;
      if (scene.notOn?.includes(name) === true) {
        played.push(null);
        continue;
      }
      const shown = await act(scene, { driver, journey, entries, last: played.at(-1)?.shown ?? NOTHING });
      const events = entries.slice(from).map(({ event }) => event);
      played.push({ shown, meaning: meaningOf(shown, events) });
    }
    return played;
  } finally {
    await driver.stop();
  }
}

interface Stage {
  readonly driver: TranscriptDriver;
  readonly journey: Journey;
  readonly entries: readonly JournalEntry[];
  readonly last: Shown;
}

async function act(scene: Scene, { driver, journey, entries, last }: Stage): Promise<Shown> {
  const { who = 'admin' } = scene;
  if ('say' in scene) return driver.say(who, scene.say);
  if ('tap' in scene) return driver.tap(who, scene.tap);
  if ('confirm' in scene) {
    const code = codeIn(last);
    if (code === null) throw new Error(`no code was asked for, but:\n${last.text}`);
    return driver.say(who, `/confirm ${code}`);
  }
  const pending = () => journey.desk.view.pendingApprovals().length > 0;
  if (scene.play === 'until-asked') {
    for (let tries = 0; tries < MOST_TRIES && !pending(); tries += 1) await journey.playUntil(pending);
  }
  if (typeof scene.play === 'number' && scene.play > 0) await journey.playFor(scene.play);
  if (scene.tell === undefined) return NOTHING;
  if (scene.play === 'until-asked' && !pending()) throw new Error('the market has proposed nothing');
  const told = entries.findLast(({ event }) => event.type === scene.tell);
  return (told && (await driver.tell(told))) ?? NOTHING;
}
