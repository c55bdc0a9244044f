import type { Chat, Message } from 'grammy/types';
import type { Person, Stage } from './people.ts';
import { shownText } from './shown-text.ts';
import type { Room, Standing } from './world.ts';
import { keep, openRoom } from './world.ts';

/** A group with the bot in it. */
export interface Group {
  readonly id: number;
  readonly chat: Chat;
  joins(person: Person, standing?: Standing): void;
  /** Opens a topic; returns its thread id. */
  opensTopic(name: string): number;
  makesBot(standing: Standing): void;
  /** Lets only admins write. */
  mutes(): void;
  /** Makes a supergroup of it, with another id and the same people; the old one answers with the new id. */
  upgrades(): Group;
}

export interface GroupOptions {
  readonly title?: string;
  readonly members?: readonly Person[];
  readonly supergroup?: boolean;
  /** Has topics; only supergroups can. */
  readonly forum?: boolean;
}

export interface Channel {
  readonly id: number;
  readonly chat: Chat;
  posts(text: string): void;
}

export function createGroup(options: GroupOptions, stage: Stage): Group {
  const { title = 'Desk', members = [], supergroup = false, forum = false } = options;
  const number = stage.world.nextId('group');
  const chat: Chat =
    supergroup || forum
      ? { id: -1_001_000_000_000 - number, title, type: 'supergroup', ...(forum ? { is_forum: true } : {}) }
      : { id: -4_000_000_000 - number, title, type: 'group' };
  const room = openRoom(stage.world, chat);
  room.members.set(stage.world.bot.id, 'member');
  const group = groupOf(room, stage);
  for (const member of members) group.joins(member);
  return group;
}

function groupOf(room: Room, stage: Stage): Group {
  const { world } = stage;
  return {
    id: room.chat.id,
    chat: room.chat,
    joins: (person, standing = 'member') => void room.members.set(person.id, standing),
    opensTopic: (name) => {
      const id = world.nextId('message');
      room.topics.set(id, name);
      return id;
    },
    makesBot: (standing) => void room.members.set(world.bot.id, standing),
    mutes: () => {
      room.muted = true;
    },
    upgrades: () => upgrade(room, stage),
  };
}

function upgrade(room: Room, stage: Stage): Group {
  const { world, feed } = stage;
  const members = [...room.members];
  const next = createGroup({ title: room.chat.title ?? '', supergroup: true }, stage);
  const nextRoom = openRoom(world, next.chat);
  for (const [id, standing] of members) nextRoom.members.set(id, standing);
  room.upgradedTo = next.id;
  const [sender] = members.map(([id]) => world.souls.get(id)?.user).filter((user) => user !== undefined);
  const service = (chat: Chat) => ({
    message_id: world.nextId('message'),
    from: sender ?? world.bot,
    chat,
    date: Math.floor(world.now() / 1000),
  });
  feed.push('message', { ...service(room.chat), migrate_to_chat_id: next.id });
  feed.push('message', { ...service(next.chat), migrate_from_chat_id: room.chat.id });
  return next;
}

export function createChannel(title: string, { world, feed }: Stage): Channel {
  const chat: Chat = { id: -1_002_000_000_000 - world.nextId('group'), title, type: 'channel' };
  const room = openRoom(world, chat);
  room.members.set(world.bot.id, 'administrator');
  return {
    id: chat.id,
    chat,
    posts: (typed) => {
      const { text, entities } = shownText({ text: typed, entities: [] });
      const post = {
        message_id: world.nextId('message'),
        sender_chat: chat,
        chat,
        date: Math.floor(world.now() / 1000),
        text,
        ...(entities.length === 0 ? {} : { entities: [...entities] }),
      } as Message;
      keep(room, post);
      feed.push('channel_post', post);
    },
  };
}
