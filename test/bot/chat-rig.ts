import type { WhatIf } from '../../agent/assistant/tools/what-if-port.ts';
import type { AlertDesk } from '../../bot/alerts/alert-desk.ts';
import type { ChartRoom } from '../../bot/charts/chart-room.ts';
import type { ChatCore } from '../../bot/chat-core.ts';
import { createChatCore } from '../../bot/chat-core.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import type { DeliveryStore } from '../../bot/conversation.ts';
import type { HealthView } from '../../bot/desk-ports.ts';
import type { Language } from '../../bot/i18n/language.ts';
import type { Inbound } from '../../bot/inbound.ts';
import type { Outbound } from '../../bot/message.ts';
import type { Access, AccessParts, Role } from '../../bot/people/access.ts';
import { createAccess, TERMINAL_OWNER } from '../../bot/people/access.ts';
import type { ButtonStore } from '../../bot/people/buttons.ts';
import type { UserPreferences } from '../../bot/preferences.ts';
import { createMemoryPreferences } from '../../bot/preferences.ts';
import type { ReportDesk } from '../../bot/reports/report-desk.ts';
import type { RulesPort } from '../../bot/rules/rules-port.ts';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import { DESK_NOW, FakeAnswerer, FakeDesk, FakeReplay, HEALTH, INFO } from '../fakes/desk.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';

export interface ChatRig {
  readonly core: ChatCore;
  readonly access: Access;
  readonly desk: FakeDesk;
  readonly records: MemoryRecords;
  readonly answerer: FakeAnswerer;
  readonly replay: FakeReplay;
  readonly logged: string[];
  /** Wall time of the next line. */
  clock: { at: number };
  /** Sends a line as the terminal's owner and returns what came back as plain text. */
  say(line: string): Promise<string>;
  /** Sends a line in private. */
  sayAs(userId: string, line: string, more?: InboundParts): Promise<readonly Outbound[]>;
  /** Taps a button in private. */
  tapAs(userId: string, action: string, more?: InboundParts): Promise<readonly Outbound[]>;
}

export type InboundParts = Partial<Omit<Inbound, 'text' | 'action'>>;

export interface ChatRigOptions {
  readonly roles?: Readonly<Record<string, Role>>;
  readonly language?: Language;
  readonly live?: boolean;
  readonly health?: HealthView;
  readonly access?: AccessParts;
  readonly charts?: Pick<ChartRoom, 'draw'>;
  readonly buttons?: ButtonStore;
  readonly deliveries?: DeliveryStore;
  readonly preferences?: UserPreferences;
  readonly now?: () => number;
  readonly alerts?: AlertDesk;
  readonly rules?: (desk: FakeDesk) => RulesPort;
  readonly whatIf?: WhatIf;
  readonly reportDesk?: (desk: FakeDesk, records: MemoryRecords) => ReportDesk;
}

/** Returns a chat core over a scripted desk; codes count up from 4821. */
export function createChatRig(options: ChatRigOptions = {}): ChatRig {
  const desk = new FakeDesk();
  const records = new MemoryRecords();
  const answerer = new FakeAnswerer();
  const replay = new FakeReplay();
  const logged: string[] = [];
  const clock = { at: DESK_NOW };
  let codes = 4820;
  let nonces = 0;
  const access = createAccess(options.roles, options.access);
  const core = createChatCore({
    desk,
    records,
    engine: desk,
    answerer,
    replay: options.live === true ? null : replay,
    charts: options.charts ?? {
      draw: async () => ({ png: new Uint8Array([0x89, 0x50, 0x4e, 0x47]), alt: 'A chart.' }),
    },
    info: options.health === undefined ? INFO : { ...INFO, health: async () => options.health ?? HEALTH },
    access,
    preferences: options.preferences ?? createMemoryPreferences(),
    ...(options.buttons === undefined ? {} : { buttons: options.buttons }),
    ...(options.deliveries === undefined ? {} : { deliveries: options.deliveries }),
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.alerts === undefined ? {} : { alerts: options.alerts }),
    ...(options.reportDesk === undefined ? {} : { reportDesk: options.reportDesk(desk, records) }),
    ...(options.rules === undefined ? {} : { rules: options.rules(desk) }),
    ...(options.whatIf === undefined ? {} : { whatIf: options.whatIf }),
    patienceMs: 30,
    commands: COMMANDS,
    language: options.language ?? 'en',
    newCode: () => {
      codes += 1;
      return String(codes);
    },
    newNonce: () => {
      nonces += 1;
      return `nonce-${nonces}`;
    },
    logger: {
      warn: (_fields, sentence) => logged.push(sentence),
      error: (fields, sentence) => logged.push(`${sentence}: ${String(fields.err)}`),
    },
  });
  const from = (userId: string, more: InboundParts = {}) =>
    ({ userId, surface: userId.split(':')[0] ?? '', at: clock.at, chatKind: 'private', ...more }) as const;
  const sayAs = (userId: string, text: string, more?: InboundParts) => core.handle({ ...from(userId, more), text });
  const tapAs = (userId: string, action: string, more?: InboundParts) => core.handle({ ...from(userId, more), action });
  return {
    core,
    access,
    desk,
    records,
    answerer,
    replay,
    logged,
    clock,
    sayAs,
    tapAs,
    say: async (line) => plainText(await sayAs(TERMINAL_OWNER, line)),
  };
}

/** Returns messages as a wide terminal without colours would show them. */
export function plainText(messages: readonly Outbound[]): string {
  return messages.flatMap((message) => renderOutbound(message, { columns: 160, colour: false })).join('\n');
}
