import { pino } from 'pino';
import type { AppChat } from '../../bot/app/chat.ts';
import type { Surfaces } from '../../bot/app/surfaces.ts';
import { openSurfaces } from '../../bot/app/surfaces.ts';
import type { Message } from '../../bot/message.ts';
import type { Role } from '../../bot/people/access.ts';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { Journey, JourneyOptions } from './journey.ts';
import { OWNER, openJourney } from './journey.ts';

/** A desk on a recorded market, and everybody's phones on a Telegram of our own. */
export interface Phones {
  readonly tg: FakeTelegram;
  /** Another one after `reopen`. */
  readonly journey: Journey;
  readonly chat: AppChat;
  /** What the person at the terminal was told since it was opened last. */
  readonly notices: readonly Message[];
  /** Returns the code that lets somebody in. */
  invite(role: Role): string;
  /** Stops the desk and starts it again where it stood. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

interface Opened {
  readonly journey: Journey;
  readonly surfaces: Surfaces;
  readonly notices: Message[];
}

export async function openPhones(options: JourneyOptions = {}): Promise<Phones> {
  const tg = await startFakeTelegram();
  let now = await connect(tg, await openJourney(options));
  return {
    tg,
    get journey() {
      return now.journey;
    },
    get chat() {
      return now.surfaces.chat;
    },
    get notices() {
      return now.notices;
    },
    invite: (role) => now.surfaces.chat.access.newCode(role, OWNER, Date.now()),
    async reopen() {
      await now.surfaces.stop();
      now = await connect(tg, await now.journey.reopen());
    },
    async close() {
      await now.surfaces.stop();
      await now.journey.end();
      await tg.close();
    },
  };
}

async function connect(tg: FakeTelegram, journey: Journey): Promise<Opened> {
  const surfaces = await openSurfaces(journey.desk, {
    version: '0.0.0',
    logger: pino({ level: 'silent' }),
    telegram: { token: tg.token, server: tg.apiRoot, groups: [], webhook: null },
    pollSeconds: 5,
    outboxTiming: { pollMs: 50, graceMs: 1_000 },
  });
  const voice = await surfaces.chat.core.voiceOf(OWNER);
  const notices: Message[] = [];
  surfaces.notices((words) => notices.push(words(voice)));
  return { journey, surfaces, notices };
}
