import { randomUUID } from 'node:crypto';
import type { Place } from '../alerts/places.ts';
import { placesOf } from '../alerts/places.ts';
import type { AppConfig } from '../config/config.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { ChannelWords } from '../i18n/channel-words.ts';
import { CHANNEL_WORDS } from '../i18n/channel-words.ts';
import type { RunCommand } from '../invocation.ts';
import type { Outbound } from '../message.ts';
import type { Channel, DeliveryResult } from '../outbox/channel.ts';
import { channelOf, chatOf } from '../outbox/channel.ts';
import { problemOfFault } from '../outbox/delivery-problem.ts';
import { placeChannels } from './channels.ts';
import { setUp } from './setup.ts';

const PATIENCE_MS = 30_000;
const TESTABLE = ['slack', 'email'] as const;

/** Sends one message to each place that is set up, and tells what came of it; exit code 1 where one did not arrive. */
export const alertsCommand: RunCommand = async (invocation) => {
  const [verb, which, ...more] = invocation.positionals;
  const isKnown = which === undefined || TESTABLE.some((name) => name === which);
  if (verb !== 'test' || !isKnown || more.length > 0) {
    process.stderr.write(
      'Say "assent alerts test" to send one message to Slack and by mail, or "assent alerts test slack" and "assent alerts test email" for one of them. For Telegram and Discord, write /alerts test there.\n',
    );
    return EXIT_CODES.wrongUse;
  }
  const { config, scrubber, closeLog } = setUp(invocation);
  const words = CHANNEL_WORDS[config.chat.language === 'ko' ? 'ko' : 'en'];
  const write = (line: string): void => void process.stdout.write(scrubber.scrub(`${line}\n`));
  try {
    const places = placesOf(config).filter(({ address }) => which === undefined || channelOf(address) === which);
    if (places.length === 0) write(words.test.nothing);
    const arrived = await testPlaces(config, places, (place, result) => write(lineOf(place, result, words)));
    return places.length > 0 && arrived === places.length ? EXIT_CODES.done : EXIT_CODES.failed;
  } finally {
    closeLog();
  }
};

/** Sends each place a test in its language, one after the other, and returns how many arrived. */
export async function testPlaces(
  config: Pick<AppConfig, 'slack' | 'email'>,
  places: readonly Place[],
  tell: (place: Place, result: DeliveryResult) => void,
): Promise<number> {
  // Each test is a mail of its own, never one that was seen before.
  const once = randomUUID();
  const channels = placeChannels(config, async () => once);
  let arrived = 0;
  for (const [index, place] of places.entries()) {
    const channel = channels.find(({ name }) => name === channelOf(place.address));
    if (channel === undefined) continue;
    const result = await attempt(channel, place, index + 1);
    if (result.outcome === 'delivered') arrived += 1;
    tell(place, result);
  }
  return arrived;
}

async function attempt(channel: Channel, place: Place, id: number): Promise<DeliveryResult> {
  const delivery = {
    ...{ id, address: chatOf(place.address), replaces: null, silent: false },
    outbound: testMessage(CHANNEL_WORDS[place.language]),
  };
  try {
    return await channel.deliver(delivery, AbortSignal.timeout(PATIENCE_MS));
  } catch (fault) {
    return { outcome: 'later', retryAfterMs: null, problem: problemOfFault(fault) };
  }
}

function testMessage({ test }: ChannelWords): Outbound {
  return {
    ...{ kind: 'alert', importance: 'normal', title: test.title, buttons: [] },
    blocks: [{ type: 'lines', lines: [test.line] }],
  };
}

function lineOf({ address }: Place, result: DeliveryResult, { test }: ChannelWords): string {
  if (result.outcome === 'delivered') return `${address}: ${test.delivered}`;
  return `${address}: ${test.failed({ problem: result.outcome === 'moved' ? result.to : result.problem })}`;
}
