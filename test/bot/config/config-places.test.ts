import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../bot/config/config.ts';
import { placesCheck } from '../../../bot/doctor/places.ts';
import { platformsConfigured } from '../../../bot/platforms-configured.ts';

const HOOK = 'https://hooks.slack.example/services/T000/B000/verySecretPart';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assent-places-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(yaml: string, environment: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(folder, 'config.yaml'), yaml);
  return loadConfig({ environment, workingDirectory: folder, strategies: [] });
}

function problemOf(yaml: string, environment: NodeJS.ProcessEnv = {}): string {
  try {
    load(yaml, environment);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('Slack', () => {
  test('is on with its webhook, which counts as a secret in whole and in part', () => {
    const environment = { SLACK_WEBHOOK_URL: HOOK };
    const { config, secrets } = load('slack: {alerts: all, language: ko}', environment);
    expect(config.slack).toEqual({ webhook: HOOK, alerts: 'all', language: 'ko' });
    expect(secrets).toEqual(expect.arrayContaining([HOOK, '/services/T000/B000/verySecretPart']));
    expect(environment).toEqual({});
    expect(platformsConfigured(config)).toBe(true);
    expect(platformsConfigured(load('').config)).toBe(false);
  });

  test('takes the webhook from a file', () => {
    const file = join(folder, 'hook');
    writeFileSync(file, `${HOOK}\n`);
    expect(load('', { SLACK_WEBHOOK_URL_FILE: file }).config.slack.webhook).toBe(HOOK);
  });

  test.each([
    'http://hooks.slack.example/x',
    'hooks.slack.example/x',
    'https://a:b@hooks.slack.example/x',
    'https://hooks.slack.example',
  ])('%s is no webhook, and is not shown', (url) => {
    const problem = problemOf('', { SLACK_WEBHOOK_URL: url });
    expect(problem).toContain('SLACK_WEBHOOK_URL: it is no incoming webhook (not shown here)');
    expect(problem).not.toContain(url);
  });
});

describe('mail', () => {
  const SERVER = 'host: smtp.example.org, user: me@example.org, to: [a@example.org, b@example.org]';

  test('is on with a server and readers, sent from whoever logs in', () => {
    const { config, secrets } = load(`chat: {language: ko}\nemail: {${SERVER}, ca: ca.pem}`, {
      SMTP_PASSWORD: 'pass-Word-9',
    });
    expect(config.email).toEqual({
      server: {
        ...{
          host: 'smtp.example.org',
          port: 587,
          security: 'starttls',
          user: 'me@example.org',
          password: 'pass-Word-9',
        },
        ca: join(folder, 'ca.pem'),
      },
      from: 'me@example.org',
      to: ['a@example.org', 'b@example.org'],
      alerts: 'money',
      language: 'ko',
    });
    expect(secrets).toContain('pass-Word-9');
    expect(platformsConfigured(config)).toBe(true);
  });

  test('to this machine alone it may go in the open', () => {
    const { server } = load('email: {host: 127.0.0.1, security: none, from: me@localhost, to: "me@localhost"}').config
      .email;
    expect(server).toMatchObject({ security: 'none', user: null, ca: null });
  });

  test.each([
    [`email: {${SERVER}, security: none}`, /email\.security none would send mail to smtp\.example\.org in the open/],
    ['email: {host: smtp.example.org}', /email\.host is set, but email\.to names nobody/],
    ['email: {host: smtp.example.org, to: a@b.org}', /email\.from is missing/],
    [`email: {${SERVER}, from: "a@b.org, c@d.org"}`, /email\.from holds more than one address/],
    ['email: {to: "a@b.org\\nBcc: c@d.org"}', /email\.to is .* Use none, or at most 20 mail addresses/],
    ['email: {to: "Me <a@b.org>"}', /Use none, or at most 20 mail addresses/],
    ['email: {host: "smtp example"}', /Use off, or the name of a mail server/],
    ['email: {security: plain}', /Use one of starttls, tls, none/],
    ['email: {alerts: some}', /Use one of all, money, escalated/],
    ['email: {pasword: x}', /email\.pasword is unknown/],
  ])('%s is told', (yaml, sentence) => {
    expect(problemOf(yaml)).toMatch(sentence);
  });
});

describe('the doctor', () => {
  const look = async (yaml: string, environment: NodeJS.ProcessEnv = {}) =>
    placesCheck(load(yaml, environment).config).check();
  const MAIL = 'email: {host: smtp.example.org, user: me@example.org, to: a@b.org';

  test('finds what is set up, what is not, and what lacks its secret', async () => {
    expect(await look('')).toMatchObject({ status: 'ok', text: { en: 'Not set up.' } });
    expect(await look('slack: {alerts: all}')).toMatchObject({ status: 'warning' });
    expect(await look(`${MAIL}}`)).toMatchObject({
      status: 'warning',
      text: { ko: expect.stringContaining('SMTP_PASSWORD') },
    });
    expect(await look(`${MAIL}, ca: nowhere.pem}`, { SMTP_PASSWORD: 'p' })).toMatchObject({ status: 'warning' });
    expect(await look(`${MAIL}}`, { SMTP_PASSWORD: 'p', SLACK_WEBHOOK_URL: HOOK })).toEqual({
      status: 'ok',
      text: {
        en: 'Slack is told money; mail goes to 1 by smtp.example.org:587. "assent alerts test" tries them.',
        ko: '슬랙 알림: money, 메일 받는 주소 1개 (smtp.example.org:587). "assent alerts test"로 시험할 수 있습니다.',
      },
    });
  });
});
