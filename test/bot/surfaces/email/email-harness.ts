import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailServer } from '../../../../bot/config/config-places.ts';
import { CHANNEL_WORDS } from '../../../../bot/i18n/channel-words.ts';
import { createEmailChannel } from '../../../../bot/surfaces/email/channel.ts';
import { createMailer } from '../../../../bot/surfaces/email/mailer.ts';
import type { ChannelHarness } from '../../../contracts/channel.ts';
import type { FakeSmtp, FakeSmtpOptions, SmtpFault } from '../../../fakes/smtp/fake-smtp.ts';
import { startFakeSmtp } from '../../../fakes/smtp/fake-smtp.ts';

export interface EmailHarness extends ChannelHarness {
  readonly smtp: FakeSmtp;
}

export interface EmailHarnessOptions extends FakeSmtpOptions {
  readonly server?: Partial<MailServer>;
  readonly language?: 'en' | 'ko';
  readonly installation?: string;
}

export const READER = 'ops@example.net';

/** Mail through a server of our own, whose certificate is trusted unless told otherwise. */
export async function emailHarness(options: EmailHarnessOptions = {}): Promise<EmailHarness> {
  const { security = 'starttls', language = 'en' } = options;
  const smtp = await startFakeSmtp(options);
  const directory = mkdtempSync(join(tmpdir(), 'assent-smtp-'));
  const ca = join(directory, 'ca.pem');
  writeFileSync(ca, smtp.ca);
  const { port, user, password } = smtp;
  const channel = createEmailChannel({
    mailer: createMailer({ host: 'localhost', port, security, user, password, ca, ...options.server }),
    from: user,
    to: [READER],
    words: CHANNEL_WORDS[language],
    language,
    installation: async () => options.installation ?? 'a',
  });
  return {
    ...{ smtp, channel },
    address: READER,
    secrets: [password],
    seen: () =>
      smtp.mails.map(({ text, attachments, headers }) => ({
        text,
        pictures: attachments.map(({ content }) => content),
        silent: headers.importance?.toLowerCase() === 'low',
      })),
    fail: (fault, times = 1) => smtp.fail(smtpFault(fault), times),
    recover: smtp.recover,
    goAway: smtp.goAway,
    comeBack: smtp.comeBack,
    async close() {
      await smtp.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function smtpFault(fault: Parameters<ChannelHarness['fail']>[0]): SmtpFault {
  switch (fault.type) {
    case 'limited':
      return { type: 'reply', at: 'rcpt', code: 450 };
    case 'server-error':
      return { type: 'reply', at: 'greeting', code: 421 };
    case 'hang':
      return { type: 'hang', at: 'data' };
    case 'gone':
      return { type: 'reply', at: 'rcpt', code: 550 };
    case 'answer-lost':
      return fault;
  }
}
