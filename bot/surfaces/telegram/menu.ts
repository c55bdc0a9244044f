import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import type { ChatCommand } from '../../commands/command.ts';
import type { Language } from '../../i18n/language.ts';
import type { Role } from '../../people/access.ts';
import { mayDo } from '../../people/access.ts';
import { faultOf } from './api-fault.ts';

/** The menu of commands that a person sees beside the line they type in. */
export interface Menu {
  /** Whoever is not known sees what they may do: to learn their number. */
  showStrangers(): Promise<void>;
  /** Shows a chat what a role may do; asks nothing of Telegram when it shows that already. */
  show(chatId: number, role: Role, language: Language): Promise<void>;
  /** Whoever is put out sees what a stranger sees. */
  hide(chatId: number): Promise<void>;
}

export interface MenuOptions {
  readonly api: Api;
  readonly commands: readonly ChatCommand[];
  readonly logger: { warn(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** Of the Bot API: names of small letters, digits and underscores. */
const NAME = /^[a-z0-9_]{1,32}$/;
const MAX_DESCRIPTION = 256;
const MAX_COMMANDS = 100;
const FOR_STRANGERS = new Set(['id', 'join']);

export function createMenu({ api, commands, logger }: MenuOptions): Menu {
  const shown = new Map<number, string>();

  return {
    async showStrangers() {
      const open = commands.filter(({ name }) => FOR_STRANGERS.has(name));
      await set(described(open, 'en'), { type: 'default' });
      await set(described(open, 'ko'), { type: 'default' }, 'ko');
    },
    async show(chatId, role, language) {
      const menu = `${role} ${language}`;
      if (shown.get(chatId) === menu) return;
      shown.set(chatId, menu);
      const open = commands.filter((command) => mayDo(role, command.role));
      if (!(await set(described(open, language), { type: 'chat', chat_id: chatId }))) shown.delete(chatId);
    },
    async hide(chatId) {
      shown.delete(chatId);
      await api.deleteMyCommands({ scope: { type: 'chat', chat_id: chatId } }).catch(warn);
    },
  };

  /** A menu is a help and no more: without it everything can still be typed. */
  async function set(list: readonly BotCommand[], scope: BotCommandScope, language?: Language): Promise<boolean> {
    try {
      await api.setMyCommands([...list], { scope, ...(language !== undefined && { language_code: language }) });
      return true;
    } catch (fault) {
      warn(fault);
      return false;
    }
  }

  function warn(fault: unknown): void {
    logger.warn({ problem: faultOf(fault).problem }, 'the menu of commands was not set');
  }
}

function described(commands: readonly ChatCommand[], language: Language): readonly BotCommand[] {
  return commands
    .filter(({ name }) => NAME.test(name))
    .slice(0, MAX_COMMANDS)
    .map(({ name, summary, usage }) => ({
      command: name,
      description: `${summary[language]}${usage === '' ? '' : ` · ${usage}`}`.slice(0, MAX_DESCRIPTION),
    }));
}
