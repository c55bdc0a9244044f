import type { Role } from '../../bot/access.ts';
import { createAccess, TERMINAL_OWNER } from '../../bot/access.ts';
import type { ChatCore } from '../../bot/chat-core.ts';
import { createChatCore } from '../../bot/chat-core.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import type { HealthView } from '../../bot/desk-ports.ts';
import type { Language } from '../../bot/i18n/language.ts';
import type { Outbound } from '../../bot/message.ts';
import { createMemoryPreferences } from '../../bot/preferences.ts';
import { renderOutbound } from '../../bot/surfaces/terminal-render.ts';
import { DESK_NOW, FakeAnswerer, FakeDesk, FakeReplay, HEALTH, INFO } from '../fakes/desk.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';

export interface ChatRig {
  readonly core: ChatCore;
  readonly desk: FakeDesk;
  readonly records: MemoryRecords;
  readonly answerer: FakeAnswerer;
  readonly replay: FakeReplay;
  readonly logged: string[];
  /** Wall time of the next line. */
  clock: { at: number };
  /** Sends a line as the terminal's owner and returns what came back as plain text. */
  say(line: string): Promise<string>;
  sayAs(userId: string, line: string): Promise<readonly Outbound[]>;
}

export interface ChatRigOptions {
  readonly roles?: Readonly<Record<string, Role>>;
  readonly language?: Language;
  readonly live?: boolean;
  readonly health?: HealthView;
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
  const core = createChatCore({
    desk,
    records,
    engine: desk,
    answerer,
    replay: options.live === true ? null : replay,
    info: options.health === undefined ? INFO : { ...INFO, health: async () => options.health ?? HEALTH },
    access: createAccess(options.roles),
    preferences: createMemoryPreferences(),
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
  const sayAs = (userId: string, text: string) =>
    core.handle({ userId, surface: userId.split(':')[0] ?? '', text, at: clock.at });
  return {
    core,
    desk,
    records,
    answerer,
    replay,
    logged,
    clock,
    sayAs,
    say: async (line) => plainText(await sayAs(TERMINAL_OWNER, line)),
  };
}

/** Returns messages as a wide terminal without colours would show them. */
export function plainText(messages: readonly Outbound[]): string {
  return messages.flatMap((message) => renderOutbound(message, { columns: 160, colour: false })).join('\n');
}
