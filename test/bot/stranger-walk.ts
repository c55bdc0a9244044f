import type { ButtonStore } from '../../bot/buttons.ts';
import { createMemoryButtons } from '../../bot/buttons.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import type { Outbound } from '../../bot/message.ts';
import { message } from '../../bot/message.ts';
import type { UserPreferences } from '../../bot/preferences.ts';
import { createMemoryPreferences } from '../../bot/preferences.ts';
import { BTC, pendingApproval } from '../fakes/desk.ts';
import type { ChatRig, InboundParts } from './chat-rig.ts';
import { createChatRig, plainText } from './chat-rig.ts';

export const ADMIN = 'telegram:3';
const TRADER = 'telegram:2';
const INVITATION = '7K3M-9QWX';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Who tries: nobody, somebody who may look and could trade once, somebody who was put out. */
export const ACTORS = { stranger: 'telegram:666', viewer: 'telegram:1', removed: 'telegram:4' } as const;
export type Actor = keyof typeof ACTORS;

export const PLACES = {
  private: { chatKind: 'private' },
  group: { chatKind: 'group', chatId: 'telegram:-5' },
} as const satisfies Record<string, InboundParts>;
export type Place = keyof typeof PLACES;

/** Every word of the registry, bare and with what makes it act. */
export const LINES: readonly string[] = [
  // First what holds for a minute only.
  ...['4821', '4822', 'confirm 4821', 'confirm 4822', 'yes'],
  ...COMMANDS.flatMap((command) => [command.name, ...command.aliases].flatMap((word) => [`/${word}`, word])),
  ...['buy 0.001 btc', 'sell 0.001 btc', '비트 0.1 매수', 'close btc', 'close all', 'cancel 1', 'cancel all'],
  ...['approve A-1', 'half A-1', 'decline A-1', 'settings approval.mode auto', 'speed max', 'seek +1h', 'lang ko'],
  ...['invite trader', 'users', 'why D-1', 'news btc'],
  ...[ACTORS.stranger, ACTORS.viewer, ACTORS.removed, '666'].flatMap((id) => [`grant ${id} admin`, `remove ${id}`]),
  ...[`remove ${ADMIN}`, `grant ${ADMIN} viewer`, 'join 2222-2222', 'start 3333-3333', '4444-4444', 'id@bot', 'id 5'],
].flatMap((line) => (line.startsWith('/') ? [line] : [line, `/${line}`]));

const COMMANDS_OF_BUTTONS = [
  ...['/approve A-1', '/half A-1', '/decline A-1', '/pause', '/panic', '/closeall', '/confirm 4821', '/cancel all'],
  ...[
    '/close BTC',
    `/grant ${ACTORS.stranger} admin`,
    `/remove ${ADMIN}`,
    '/settings approval.mode auto',
    '/invite trader',
  ],
];

export const NONCES = ['replayed', 'expired', 'foreign', 'other chat', 'own, from before', 'random'] as const;
export type NonceKind = (typeof NONCES)[number];

export interface Scene {
  readonly rig: ChatRig;
  /** Whatever an outsider might have got hold of. */
  readonly nonces: Readonly<Record<NonceKind, readonly string[]>>;
  /** Returns what has happened so far that an outsider must not bring about. */
  effectsOf(actor: Actor): string;
}

/** Sets a desk with a position, a proposal and an invitation, and people who lost what they could once do. */
export async function setScene(
  randomNonces: readonly string[] = ['', 'nonce', 'nonce-0', 'AAAA', '../1', '/panic'],
): Promise<Scene> {
  const saved: string[] = [];
  const preferences = keeping(saved);
  const noted: string[] = [];
  const buttons = createMemoryButtons();
  const rig = createChatRig({
    roles: { [ADMIN]: 'admin', [TRADER]: 'trader', [ACTORS.viewer]: 'trader', [ACTORS.removed]: 'trader' },
    access: { newCode: () => INVITATION },
    buttons,
    preferences,
    deliveries: { noteFirst: async (id) => noted.push(id) > 0 },
  });
  rig.desk.approvals = [pendingApproval('A-1')];
  rig.desk.fill(BTC, 'buy', '0.02', '104000');
  const nonces = {
    expired: await shown(rig, ADMIN, rig.clock.at - DAY_MS),
    replayed: await usedUp(buttons, await shown(rig, ADMIN)),
    foreign: await shown(rig, ADMIN),
    'other chat': await keptElsewhere(buttons, rig.clock.at),
    'own, from before': [...(await shown(rig, ACTORS.viewer)), ...(await shown(rig, ACTORS.removed))],
    random: randomNonces,
  };
  for (const userId of [ACTORS.viewer, ACTORS.removed]) await rig.sayAs(userId, '/closeall');
  rig.access.newCode('trader', ADMIN, rig.clock.at);
  await rig.access.grant({ userId: ACTORS.viewer, role: 'viewer', by: ADMIN, at: rig.clock.at });
  await rig.access.remove({ userId: ACTORS.removed, by: ADMIN, at: rig.clock.at });
  saved.length = 0;
  return { rig, nonces, effectsOf };

  function effectsOf(actor: Actor): string {
    const { desk, access, replay, answerer } = rig;
    return JSON.stringify({
      sent: desk.sent,
      users: access.users(),
      settings: desk.settingsNow,
      replay: [replay.rate, replay.stopped, replay.at],
      noted,
      // Whoever may look may ask and choose a language.
      ...(actor === 'viewer' ? {} : { saved, asked: answerer.asked }),
    });
  }
}

function keeping(saved: string[]): UserPreferences {
  const memory = createMemoryPreferences();
  return {
    ...memory,
    save: async (userId, preferences) => {
      saved.push(userId);
      await memory.save(userId, preferences);
    },
  };
}

async function shown(rig: ChatRig, userId: string, at = rig.clock.at, groupId?: string): Promise<readonly string[]> {
  const choices = COMMANDS_OF_BUTTONS.map((command) => ({ label: command, command }));
  const outbound = await rig.core.present(message({ kind: 'proposal', blocks: [], choices }), userId, at, groupId);
  return outbound.buttons.map(({ action }) => action);
}

/** Buttons of the outsiders' own, of another chat; put there directly, for a group is not offered most of them. */
async function keptElsewhere(store: ButtonStore, at: number): Promise<readonly string[]> {
  const rows = Object.values(ACTORS).flatMap((userId) =>
    COMMANDS_OF_BUTTONS.map((command) => ({
      nonce: `elsewhere ${userId} ${command}`,
      ...{ userId, chatId: 'telegram:-9', command, termsSha256: null, expiresAt: at + DAY_MS },
    })),
  );
  await store.add(rows);
  return rows.map(({ nonce }) => nonce);
}

async function usedUp(store: ButtonStore, nonces: readonly string[]): Promise<readonly string[]> {
  for (const nonce of nonces) await store.use({ nonce, userId: ADMIN, chatId: ADMIN, at: 0 });
  return nonces;
}

/** Returns what kind of thing was said, in a word or two. */
export function kindOf(answer: readonly Outbound[], actor: Actor): string {
  if (answer.length === 0) return 'silence';
  const text = plainText(answer);
  for (const [kind, pattern] of SAYINGS) if (pattern.test(text)) return kind;
  if (text === ACTORS[actor].split(':')[1]) return 'own number';
  return actor === 'viewer' ? 'an answer' : `LEAK: ${text}`;
}

const SAYINGS: readonly (readonly [string, RegExp])[] = [
  ['neutral sentence', /^This is a private assistant\.$/],
  ['code not valid', /^! (?:That code is not valid, or not any more|유효하지 않거나)/],
  ['button void', /^! (?:That button has been used|이미 사용했거나)/],
  ['proposal moved', /^! (?:That proposal has been|이미 답했거나)/],
  ['needs role', /^! (?:That needs the role|\w+ 권한이 필요)/],
  ['private only', /^! (?:Please ask me that in our private|개인 대화에서)/],
  ['nothing waits', /^! (?:Nothing waits for a code|확인을 기다리는)/],
  ['too fast', /^! (?:That was very fast|입력이 너무)/],
];

export interface WalkRow {
  readonly actor: Actor;
  readonly place: Place;
  readonly what: string;
  tries: number;
  effects: number;
  readonly heard: Map<string, number>;
}

/** Walks every line and every kind of nonce as everybody who should not get anywhere; an hour passes between any two. */
export async function walk(): Promise<readonly WalkRow[]> {
  const rows: WalkRow[] = [];
  for (const actor of Object.keys(ACTORS) as Actor[]) {
    for (const place of Object.keys(PLACES) as Place[]) {
      rows.push(await walkLines(actor, place));
      for (const kind of NONCES) rows.push(await walkTaps(actor, place, kind));
    }
  }
  return rows;
}

async function walkLines(actor: Actor, place: Place): Promise<WalkRow> {
  const scene = await setScene();
  const row: WalkRow = { actor, place, what: 'commands', tries: 0, effects: 0, heard: new Map() };
  // At once first, while codes and invitations are fresh; then with time between, when nothing is limited any more.
  for (const stepMs of [0, HOUR_MS]) {
    for (const line of LINES) {
      scene.rig.clock.at += stepMs;
      await attempt(scene, row, () => scene.rig.sayAs(ACTORS[actor], line, PLACES[place]));
    }
  }
  return row;
}

async function walkTaps(actor: Actor, place: Place, what: NonceKind): Promise<WalkRow> {
  const scene = await setScene();
  const row: WalkRow = { actor, place, what: `taps, ${what}`, tries: 0, effects: 0, heard: new Map() };
  for (const nonce of scene.nonces[what]) {
    await attempt(scene, row, () => scene.rig.tapAs(ACTORS[actor], nonce, PLACES[place]));
  }
  return row;
}

async function attempt(scene: Scene, row: WalkRow, act: () => Promise<readonly Outbound[]>): Promise<void> {
  const before = scene.effectsOf(row.actor);
  const kind = kindOf(await act(), row.actor);
  row.tries += 1;
  row.effects += before === scene.effectsOf(row.actor) ? 0 : 1;
  row.heard.set(kind, (row.heard.get(kind) ?? 0) + 1);
}

/** Returns the rows as a table of text. */
export function tableOf(rows: readonly WalkRow[]): string {
  const cells = rows.map(({ actor, place, what, tries, effects, heard }) => {
    const said = [...heard].map(([kind, count]) => `${kind} ${count}`).join(', ');
    return [actor, place, what, String(tries), String(effects), said];
  });
  const all = [['who', 'where', 'what', 'tries', 'effects', 'heard'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
