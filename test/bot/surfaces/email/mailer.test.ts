import { afterEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../../bot/outbox/channel.ts';
import { outbound } from '../telegram/outbounds.ts';
import type { EmailHarness, EmailHarnessOptions } from './email-harness.ts';
import { emailHarness, READER } from './email-harness.ts';

const open: EmailHarness[] = [];
afterEach(async () => {
  for (const harness of open.splice(0)) await harness.close();
});

async function started(options: EmailHarnessOptions = {}): Promise<EmailHarness> {
  const harness = await emailHarness(options);
  open.push(harness);
  return harness;
}

const never = new AbortController().signal;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

function delivery(parts: Partial<Delivery> = {}): Delivery {
  const sent = outbound({
    kind: 'alert',
    title: 'SOL 매도',
    blocks: [{ type: 'lines', lines: ['In at 1, out at 2.'] }],
  });
  return { id: 7, address: READER, outbound: sent, replaces: null, silent: false, ...parts };
}

describe('a mail', () => {
  test('carries who, what and that a machine wrote it; both parts; through TLS', async () => {
    const { channel, smtp } = await started({ language: 'ko' });
    const sent = await channel.deliver(delivery(), never);
    const [mail] = smtp.mails;
    expect(mail).toMatchObject({ from: smtp.user, to: [READER], secure: true, type: 'multipart/alternative' });
    expect(mail?.headers).toMatchObject({
      from: `Assent <${smtp.user}>`,
      to: READER,
      subject: '알림: SOL 매도',
      'auto-submitted': 'auto-generated',
      'message-id': expect.stringMatching(/^<assent\.7\.[0-9a-f]{16}@example\.org>$/),
    });
    expect(sent).toEqual({ outcome: 'delivered', ref: mail?.headers['message-id'] });
    expect(mail?.text).toContain('In at 1, out at 2.');
    expect(mail?.html).toContain('In at 1, out at 2.');
    expect(mail?.raw).not.toContain(smtp.password);
  });

  test('sent again it is the same mail; from another desk, or of another row, it is not', async () => {
    const one = await started();
    await one.channel.deliver(delivery(), never);
    await one.channel.deliver(delivery(), never);
    await one.channel.deliver(delivery({ id: 8 }), never);
    const other = await started({ installation: 'b' });
    await other.channel.deliver(delivery(), never);
    const ids = [...one.smtp.mails, ...other.smtp.mails].map(({ headers }) => headers['message-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });

  test('joins the thread of the one it replaces, and no other', async () => {
    const { channel, smtp } = await started();
    const first = await channel.deliver(delivery(), never);
    const replaces = first.outcome === 'delivered' ? first.ref : null;
    await channel.deliver(delivery({ id: 8, replaces }), never);
    await channel.deliver(delivery({ id: 9, replaces: '<a@b>\r\nBcc: <me@evil.example>' }), never);
    expect(smtp.mails[1]?.headers).toMatchObject({ references: replaces, 'in-reply-to': replaces });
    expect(smtp.mails[2]?.headers).not.toHaveProperty('references');
    expect(smtp.mails[2]?.headers).not.toHaveProperty('bcc');
  });

  test('no words become a header, whoever wrote them', async () => {
    const { channel, smtp } = await started();
    const title = 'x\r\nBcc: me@evil.example\r\nX-Evil: 1\r\n\r\nbody';
    const evil = outbound({ kind: 'alert', title });
    const attachments = [{ name: `a\r\nX-Evil: 2"; x="`, mime: 'image/png', alt: title, bytes: async () => PNG }];
    expect((await channel.deliver(delivery({ outbound: evil, attachments }), never)).outcome).toBe('delivered');
    const [mail] = smtp.mails;
    expect(mail?.to).toEqual([READER]);
    const names = (part: { headers: object; parts: readonly { headers: object }[] }): string[] =>
      Object.keys(part.headers);
    for (const part of [mail, ...(mail?.parts ?? []), ...(mail?.attachments ?? [])]) {
      if (part !== undefined) expect(names(part).filter((name) => /^(?:bcc|x-evil)$/.test(name))).toEqual([]);
    }
    expect(mail?.headers.subject).toBe('Alert: x Bcc: me@evil.example X-Evil: 1 body');
  });

  test('shows its pictures where it speaks of them', async () => {
    const { channel, smtp } = await started();
    const attachments = [{ name: 'SOL chart.png', mime: 'image/png', alt: 'A "chart".', bytes: async () => PNG }];
    await channel.deliver(delivery({ attachments }), never);
    const [mail] = smtp.mails;
    const [picture] = mail?.attachments ?? [];
    expect(picture?.content.equals(PNG)).toBe(true);
    expect(picture?.headers['content-disposition']).toMatch(/^inline; filename=SOL-chart\.png$/);
    const cid = /^<(.+)>$/.exec(picture?.headers['content-id'] ?? '')?.[1];
    expect(mail?.html).toContain(`<img src="cid:${cid}" alt="A &quot;chart&quot;."`);
    expect(mail?.text).toContain('Picture: A "chart".');
  });

  test('is urgent where the message is', async () => {
    const { channel, smtp } = await started();
    await channel.deliver(
      delivery({ outbound: outbound({ kind: 'alert', importance: 'urgent', title: 'Halted' }) }),
      never,
    );
    expect(smtp.mails[0]?.headers).toMatchObject({ subject: 'Urgent · Alert: Halted', importance: 'High' });
  });
});

describe('what a mail server answers', () => {
  test.each([
    [{ type: 'reply', at: 'greeting', code: 421 }, 'later', /421/],
    [{ type: 'reply', at: 'greeting', code: 554 }, 'later', /554/],
    [{ type: 'reply', at: 'auth', code: 454 }, 'later', /SMTP_PASSWORD/],
    [{ type: 'reply', at: 'auth', code: 535 }, 'later', /does not accept email\.user and SMTP_PASSWORD \(535\)/],
    [{ type: 'reply', at: 'mail', code: 530 }, 'later', /530 to MAIL FROM/],
    [{ type: 'reply', at: 'rcpt', code: 450 }, 'later', /450 to RCPT TO/],
    [{ type: 'reply', at: 'rcpt', code: 550 }, 'refused', /550 to RCPT TO/],
    [{ type: 'reply', at: 'data', code: 452 }, 'later', /452 to DATA/],
    [{ type: 'reply', at: 'data', code: 552 }, 'refused', /552 to DATA/],
    [{ type: 'drop', at: 'greeting' }, 'later', /./],
    [{ type: 'drop', at: 'data' }, 'later', /./],
  ] as const)('%j is %s', async (fault, outcome, problem) => {
    const { channel, smtp } = await started();
    smtp.fail('code' in fault ? { ...fault, said: 'In at 1, out at 2.' } : fault);
    const result = await channel.deliver(delivery(), never);
    expect(result).toMatchObject({ outcome, problem: expect.stringMatching(problem) });
    expect(JSON.stringify(result)).not.toContain('In at 1');
    expect(smtp.mails).toEqual([]);
  });

  test.each(['greeting', 'data'] as const)('one that hangs at %s is given up when told to', async (at) => {
    const { channel, smtp } = await started();
    smtp.fail({ type: 'hang', at });
    const result = await channel.deliver(delivery(), AbortSignal.timeout(300));
    expect(result).toEqual({ outcome: 'later', retryAfterMs: null, problem: 'given up waiting for the mail server' });
  });
});

describe('the way there', () => {
  test.each(['tls', 'none'] as const)('%s is kept to', async (security) => {
    const { channel, smtp } = await started({ security });
    expect((await channel.deliver(delivery(), never)).outcome).toBe('delivered');
    expect(smtp.mails[0]?.secure).toBe(security === 'tls');
  });

  test('a server without STARTTLS gets nothing, least of all the password', async () => {
    const harness = await started({ security: 'none', needsLogin: true, server: { security: 'starttls' } });
    expect(await harness.channel.deliver(delivery(), never)).toMatchObject({ outcome: 'later' });
    expect(harness.smtp.mails).toEqual([]);
  });

  test('a certificate that nobody vouches for is not trusted', async () => {
    const harness = await started({ server: { ca: null } });
    expect(await harness.channel.deliver(delivery(), never)).toMatchObject({ outcome: 'later' });
    expect(harness.smtp.mails).toEqual([]);
  });

  test('certificates that cannot be read, and a user without a password, are told as such', async () => {
    const lost = await started({ server: { ca: '/nowhere/ca.pem' } });
    expect(await lost.channel.deliver(delivery(), never)).toMatchObject({
      outcome: 'later',
      problem: 'the certificates of email.ca cannot be read',
    });
    const bare = await started({ server: { password: null } });
    expect(await bare.channel.deliver(delivery(), never)).toMatchObject({
      outcome: 'later',
      problem: 'email.user is set without SMTP_PASSWORD',
    });
    expect(bare.smtp.connections()).toBe(0);
  });

  test('a wrong password is later: it can be put right', async () => {
    const { channel, smtp } = await started({ server: { password: 'wrong-Password-1' } });
    const result = await channel.deliver(delivery(), never);
    expect(result).toMatchObject({ outcome: 'later', problem: expect.stringContaining('(535)') });
    expect(JSON.stringify(result)).not.toContain('wrong-Password-1');
    expect(smtp.mails).toEqual([]);
  });
});
