import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Surfaces } from '../../bot/app/surfaces.ts';
import { openSurfaces } from '../../bot/app/surfaces.ts';
import { textsOf } from '../../bot/i18n/voice.ts';
import type { FakeSlack } from '../fakes/slack/fake-slack.ts';
import { startFakeSlack } from '../fakes/slack/fake-slack.ts';
import type { FakeSmtp } from '../fakes/smtp/fake-smtp.ts';
import { startFakeSmtp } from '../fakes/smtp/fake-smtp.ts';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { Journey } from './journey.ts';
import { HOUR, MINUTE, openJourney, START } from './journey.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;
/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE = { timeout: 45_000 };
const ANN = 5_100_000_001;

let journey: Journey;
let tg: FakeTelegram;
let slack: FakeSlack;
let smtp: FakeSmtp;
let surfaces: Surfaces;

beforeEach(async () => {
  [tg, slack, smtp] = await Promise.all([startFakeTelegram(), startFakeSlack(), startFakeSmtp({ security: 'none' })]);
  journey = await openJourney();
  const server = {
    host: '127.0.0.1',
    port: smtp.port,
    security: 'none',
    user: null,
    password: null,
    ca: null,
  } as const;
  const config = {
    ...journey.desk.config,
    slack: { webhook: slack.webhook, alerts: 'all', language: 'ko' },
    email: { server, from: 'desk@localhost', to: ['ops@localhost'], alerts: 'escalated', language: 'en' },
  } as const;
  surfaces = await openSurfaces(
    { ...journey.desk, config },
    {
      version: '0.0.0',
      logger: pino({ level: 'silent' }),
      telegram: { token: tg.token, server: tg.apiRoot, groups: [], webhook: null },
      pollSeconds: 5,
      outboxTiming: { pollMs: 50, graceMs: 500, escalateAfterMs: 4000 },
    },
  );
}, 180_000);

afterEach(async () => {
  await surfaces.stop();
  await journey.end();
  await Promise.all([tg.close(), slack.close(), smtp.close()]);
}, 120_000);

const onSlack = () => slack.messages.map(({ shown }) => shown);

it('a channel in Slack reads along; what does not reach an admin goes there, and where that is away, by mail', async () => {
  const ann = tg.user({ id: ANN, name: 'Ann', language: 'en' });
  await ann.asks(`/start ${surfaces.chat.access.newCode('admin', 'terminal:owner', Date.now())}`);
  await ann.asks('/status');

  tg.fail({ type: 'internal-error' }, { method: 'sendMessage' });
  await journey.playTo(ASKED_AT);
  await expect.poll(() => onSlack().filter((text) => text.includes('A-1')).length, PATIENCE).toBe(1);
  const proposal = onSlack().find((text) => text.includes('A-1'));
  // The place is told in its own language; the buttons are hers and stay with her.
  expect(proposal).toContain('telegram 경로로 전달되지 않은');
  expect(proposal).not.toContain('This did not arrive');
  expect(JSON.stringify(slack.messages)).not.toMatch(/\/approve|"actions"/);

  await journey.send({ type: 'panic.latch' });
  const panic = textsOf('ko').panicTitle;
  await expect.poll(() => onSlack().filter((text) => text.includes(panic)).length, PATIENCE).toBe(1);

  await slack.goAway();
  await journey.send({ type: 'panic.clear' });
  await journey.send({ type: 'panic.latch' });
  const byMail = () =>
    smtp.mails.filter(({ headers }) => headers.subject === `Urgent · Alert: ${textsOf('en').panicTitle}`);
  await expect.poll(() => byMail().length, PATIENCE).toBeGreaterThan(0);
  expect(byMail()[0]?.text).toContain('This did not arrive by slack');

  await slack.comeBack();
  tg.recover();
  await expect.poll(() => onSlack().filter((text) => text.includes(panic)).length, PATIENCE).toBe(2);
  // Told there on its own, and not once more because an admin could not be reached.
  expect(onSlack().filter((text) => text.includes(panic) && text.includes('telegram'))).toEqual([]);
  expect(byMail().length).toBeLessThanOrEqual(2);
}, 300_000);
