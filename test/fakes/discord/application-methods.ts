import type { APIApplicationCommand } from 'discord.js';
import { apiGuild, memberOf, userOf } from './api-objects.ts';
import { fieldsOf, listOf } from './body.ts';
import { commandsIn } from './command-check.ts';
import { refusal } from './refusal.ts';
import type { Asked, Routes } from './request.ts';
import { idOf } from './request.ts';
import type { Hall, World } from './world.ts';

/** Where the commands of everywhere are kept. */
export const GLOBAL = 'global';

export function applicationRoutes(gatewayInformation: () => unknown): Routes {
  return {
    'GET /gateway/bot': gatewayInformation,
    'GET /users/@me': ({ world }) => world.bot,
    'GET /users/:id': (asked) => {
      const user = userOf(asked.world, idOf(asked));
      if (user === undefined) throw refusal('unknownUser');
      return user;
    },
    'GET /applications/@me': ({ world }) => apiApplication(world),
    'GET /oauth2/applications/@me': ({ world }) => apiApplication(world),
    'GET /guilds/:id': (asked) => apiGuild(hallOf(asked), asked.world),
    'GET /guilds/:id/members/:id': (asked) => {
      const [hall, user] = [hallOf(asked), userOf(asked.world, idOf(asked, 1))];
      if (user === undefined || !hall.members.has(user.id)) throw refusal('unknownMember');
      return { ...memberOf(hall, user.id), user };
    },
    'GET /applications/:id/commands': (asked) => commandsAt(asked, GLOBAL),
    'PUT /applications/:id/commands': (asked) => putCommands(asked, GLOBAL),
    'POST /applications/:id/commands': (asked) => addCommand(asked, GLOBAL),
    'DELETE /applications/:id/commands/:id': (asked) => removeCommand(asked, GLOBAL, idOf(asked, 1)),
    'GET /applications/:id/guilds/:id/commands': (asked) => commandsAt(asked, hallOf(asked, 1).id),
    'PUT /applications/:id/guilds/:id/commands': (asked) => putCommands(asked, hallOf(asked, 1).id),
    'POST /applications/:id/guilds/:id/commands': (asked) => addCommand(asked, hallOf(asked, 1).id),
  };
}

export function apiApplication({ applicationId, bot }: World): Readonly<Record<string, unknown>> {
  return {
    id: applicationId,
    name: bot.username,
    icon: null,
    description: '',
    summary: '',
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    team: null,
    flags: 0,
    bot,
  };
}

function hallOf(asked: Asked, index = 0): Hall {
  const hall = asked.world.halls.get(idOf(asked, index));
  if (hall === undefined || !hall.botIsIn) throw refusal('missingAccess');
  return hall;
}

function checkOwn(asked: Asked): void {
  if (idOf(asked) !== asked.world.applicationId) throw refusal('missingAccess');
}

function commandsAt(asked: Asked, where: string): readonly APIApplicationCommand[] {
  checkOwn(asked);
  return asked.world.commands.get(where) ?? [];
}

/** Puts these in place of all that were there. */
function putCommands(asked: Asked, where: string): unknown {
  checkOwn(asked);
  const { json, world } = asked;
  const before = new Map((world.commands.get(where) ?? []).map(({ name, id }) => [name, id]));
  const commands = commandsIn(json, world, where === GLOBAL ? undefined : where);
  // Whoever keeps the name keeps the id.
  const kept = commands.map((command) => ({ ...command, id: before.get(command.name) ?? command.id }));
  world.commands.set(where, kept);
  world.changed();
  return kept;
}

function addCommand(asked: Asked, where: string): unknown {
  const { body } = asked;
  const others = commandsAt(asked, where).filter(({ name }) => name !== body.name);
  const all = listOf(putCommands({ ...asked, json: [...others, body] }, where));
  return all.find((command) => fieldsOf(command).name === body.name);
}

function removeCommand(asked: Asked, where: string, id: string): undefined {
  const before = commandsAt(asked, where);
  if (!before.some((command) => command.id === id)) throw refusal('unknownCommand');
  asked.world.commands.set(
    where,
    before.filter((command) => command.id !== id),
  );
  asked.world.changed();
}
