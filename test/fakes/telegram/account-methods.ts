import type { BotCommand } from 'grammy/types';
import type { Method } from './message-methods.ts';
import { isTrue, listOf, numberOf, objectOf, stringOf } from './params.ts';
import { refusal } from './refusal.ts';
import type { UpdateFeed } from './update-feed.ts';
import type { World } from './world.ts';
import { roomOf } from './world.ts';

const getMe: Method = (_, { bot }) => ({
  ...bot,
  can_join_groups: true,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

const setMyCommands: Method = (params, world) => {
  const commands = (listOf(params, 'commands') ?? []).map(checkCommand);
  if (commands.length > 100) throw refusal(400, 'BOT_COMMANDS_TOO_MUCH');
  world.menus.set(menuKey(objectOf(params, 'scope'), stringOf(params, 'language_code'), world), commands);
  world.changed();
  return true;
};

const getMyCommands: Method = (params, world) =>
  world.menus.get(menuKey(objectOf(params, 'scope'), stringOf(params, 'language_code'), world)) ?? [];

const deleteMyCommands: Method = (params, world) => {
  world.menus.delete(menuKey(objectOf(params, 'scope'), stringOf(params, 'language_code'), world));
  return true;
};

const getChat: Method = (params, world) => ({
  ...roomOf(world, params.values.chat_id).chat,
  accent_color_id: 0,
  max_reaction_count: 11,
  accepted_gift_types: {},
});

const getChatMember: Method = (params, world) => {
  const room = roomOf(world, params.values.chat_id);
  const userId = numberOf(params, 'user_id') ?? 0;
  const user = userId === world.bot.id ? world.bot : world.souls.get(userId)?.user;
  if (user === undefined) throw refusal(400, 'PARTICIPANT_ID_INVALID');
  const status = room.members.get(userId) ?? 'left';
  return { user, status, ...(status === 'administrator' ? { can_be_edited: false, is_anonymous: false } : {}) };
};

export const accountMethods: Readonly<Record<string, Method>> = {
  getMe,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  getChat,
  getChatMember,
};

/** The methods that change how updates come; getUpdates itself, which waits, is the server's. */
export function feedMethods(feed: UpdateFeed): Readonly<Record<string, Method>> {
  return {
    setWebhook: (params) => {
      const url = stringOf(params, 'url');
      const secretToken = stringOf(params, 'secret_token');
      if (secretToken !== '' && !/^[\w-]{1,256}$/.test(secretToken)) {
        throw refusal(400, 'secret token contains unallowed characters');
      }
      // Telegram itself wants https; on loopback plain http stands behind the reverse proxy's TLS.
      if (url !== '' && !URL.canParse(url)) throw refusal(400, 'bad webhook: invalid URL specified');
      if (isTrue(params, 'drop_pending_updates')) feed.drop();
      feed.allow(listOf(params, 'allowed_updates'));
      feed.endPoll(refusal(409, 'terminated by setWebhook request'));
      feed.webhook = url === '' ? null : { url, secretToken: secretToken === '' ? null : secretToken };
      feed.onPushed();
      return true;
    },
    deleteWebhook: (params) => {
      if (isTrue(params, 'drop_pending_updates')) feed.drop();
      feed.webhook = null;
      return true;
    },
    getWebhookInfo: () => ({
      url: feed.webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: feed.waiting.length,
    }),
  };
}

function checkCommand(value: unknown): BotCommand {
  const { command, description } = value as BotCommand;
  if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw refusal(400, 'BOT_COMMAND_INVALID');
  if (typeof description !== 'string' || description.trim() === '' || description.length > 256) {
    throw refusal(400, 'BOT_COMMAND_DESCRIPTION_INVALID');
  }
  return { command: command.replace(/^\//, ''), description };
}

const SCOPES = ['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators'];

/** Returns where a menu is kept, or refuses a scope that is none. */
function menuKey(scope: Readonly<Record<string, unknown>> | undefined, language: string, world: World): string {
  const type = String(scope?.type ?? 'default');
  if (language !== '' && !/^[a-z]{2}$/.test(language)) throw refusal(400, 'invalid language code specified');
  if (SCOPES.includes(type)) return menuName(type, language);
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) {
    throw refusal(400, "can't parse BotCommandScope: unsupported type specified");
  }
  const chatId = roomOf(world, scope?.chat_id).chat.id;
  return menuName(type === 'chat_member' ? `chat_member:${chatId}:${scope?.user_id}` : `${type}:${chatId}`, language);
}

function menuName(scope: string, language: string): string {
  return `${scope}|${language}`;
}

/** Returns the menu that a person sees in a chat: the nearest scope first, in it their language first (Bot API). */
export function menuSeen(world: World, chatId: number, userId: number, language: string): readonly BotCommand[] {
  const room = world.rooms.get(chatId);
  const standing = room?.members.get(userId);
  const isAdmin = standing === 'administrator' || standing === 'creator';
  const admins = isAdmin ? [`chat_administrators:${chatId}`] : [];
  const scopes =
    room?.chat.type === 'private'
      ? [`chat:${chatId}`, 'all_private_chats', 'default']
      : [
          `chat_member:${chatId}:${userId}`,
          ...admins,
          `chat:${chatId}`,
          ...(isAdmin ? ['all_chat_administrators'] : []),
          'all_group_chats',
          'default',
        ];
  for (const scope of scopes) {
    const menu = world.menus.get(menuName(scope, language)) ?? world.menus.get(menuName(scope, ''));
    if (menu !== undefined && menu.length > 0) return menu;
  }
  return [];
}
