import { createAlertDesk } from '../../bot/alerts/alert-desk.ts';
import type { Outbound } from '../../bot/message.ts';
import { message } from '../../bot/message.ts';
import type { ButtonStore } from '../../bot/people/buttons.ts';
import { createMemoryButtons } from '../../bot/people/buttons.ts';
import type { UserPreferences } from '../../bot/preferences.ts';
import { createMemoryPreferences } from '../../bot/preferences.ts';
import type { ReportDesk } from '../../bot/reports/report-desk.ts';
import type { Command } from '../../engine/domain/command.ts';
import { BTC, pendingApproval } from '../fakes/desk.ts';
import type { ChatRig, InboundParts } from './chat-rig.ts';
import { createChatRig, plainText } from './chat-rig.ts';
import { reportDeskOver } from './reports/report-rig.ts';
import { memoryRules } from './rules/memory-rules.ts';
import { LINES } from './stranger-lines.ts';

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

const COMMANDS_OF_BUTTONS = [
  ...['/approve A-1', '/half A-1', '/decline A-1', '/pause', '/panic', '/closeall', '/confirm 4821', '/cancel all'],
  ...[
    '/close BTC',
    `/grant ${ACTORS.stranger} admin`,
    `/remove ${ADMIN}`,
    '/settings approval.mode auto',
    '/invite trader',
  ],
  ...['/policy auto', '/policy asleep auto', '/quiet off', '/reason A-1 size', '/undo 1', '/alert remove 1'],
  ...['/alert again 1', '/alerts kinds fill off', '/report daily off', '/approvals 2', '/settings history'],
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
  /** Whose alerts, rules and reports were changed. */
  const touched: string[] = [];
  const touch = (userId: string): void => void touched.push(userId);
  const rig = createChatRig({
    alerts: createAlertDesk({
      store: {
        load: async () => [],
        save: async (rows) => {
          for (const { userId } of rows) touch(userId);
        },
      },
    }),
    rules: (desk) => memoryRules(desk, touch),
    reportDesk: (desk, records) => reportsTold(reportDeskOver(desk, records), touch),
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
  for (const userId of [ADMIN, TRADER, ACTORS.viewer, ACTORS.removed]) await setOwn(rig, userId);
  for (const userId of [ACTORS.viewer, ACTORS.removed]) await rig.sayAs(userId, '/closeall');
  rig.access.newCode('trader', ADMIN, rig.clock.at);
  await rig.access.grant({ userId: ACTORS.viewer, role: 'viewer', by: ADMIN, at: rig.clock.at });
  await rig.access.remove({ userId: ACTORS.removed, by: ADMIN, at: rig.clock.at });
  for (const list of [saved, touched, rig.desk.sent]) list.length = 0;
  return { rig, nonces, effectsOf };

  function effectsOf(actor: Actor): string {
    const { desk, access, replay, answerer } = rig;
    const own = ACTORS[actor];
    // Whoever may look may choose what they hear, and when.
    const mayBe = (userId: string) => actor === 'viewer' && userId === own;
    return JSON.stringify({
      sent: desk.sent.filter((command) => !(mayBe(command.by) && isOwnQuiet(command))),
      touched: touched.filter((userId) => !mayBe(userId)),
      policies: [...desk.policies].filter(([userId]) => !mayBe(userId)),
      users: access.users(),
      settings: desk.settingsNow,
      replay: [replay.rate, replay.stopped, replay.at],
      noted,
      saved: saved.filter((userId) => !mayBe(userId)),
      ...(actor === 'viewer' ? {} : { asked: answerer.asked }),
    });
  }
}

function isOwnQuiet(command: Command): boolean {
  if (command.type !== 'policy.change' || command.userId !== command.by) return false;
  return Object.keys(command.change).every((key) => key === 'quietHours');
}

/** Everybody has something of their own that nobody else is to touch. */
async function setOwn(rig: ChatRig, userId: string): Promise<void> {
  for (const line of [
    '/alert BTC above 200000',
    '/alerts fill silent',
    '/report daily 09:00',
    '/quiet 01:00-02:00 UTC',
  ])
    await rig.sayAs(userId, line);
}

function reportsTold(desk: ReportDesk, touch: (userId: string) => void): ReportDesk {
  const { schedules } = desk;
  return {
    ...desk,
    schedules: {
      ...schedules,
      set: async (userId, sort, time) => {
        touch(userId);
        await schedules.set(userId, sort, time);
      },
    },
  };
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
