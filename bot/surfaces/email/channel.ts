import { createHash } from 'node:crypto';
import type { ChannelWords } from '../../i18n/channel-words.ts';
import type { Language } from '../../i18n/language.ts';
import type { Channel, Delivery, DeliveryResult } from '../../outbox/channel.ts';
import { CHANNEL_LIMITS } from '../../outbox/channel-limits.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { pictureAttachments } from '../picture-attachment.ts';
import { htmlOf } from './mail-html.ts';
import { subjectOf, textOf } from './mail-text.ts';
import type { Mail, Mailer } from './mailer.ts';

export interface EmailChannelOptions {
  readonly mailer: Mailer;
  readonly from: string;
  /** Nobody else is written to. */
  readonly to: readonly string[];
  readonly words: ChannelWords;
  readonly language: Language;
  /** Returns what tells this outbox from every other: its rows are numbered from one as well. */
  readonly installation: () => Promise<string>;
}

/** A reference of ours; whatever else stands there goes into no header. */
const MESSAGE_ID = /^<[\w.-]{1,100}@[\w.-]{1,255}>$/;

/**
 * Returns mail as a way out for the outbox. A mail's id is that of its row, so that one sent twice because the answer
 * was lost is known as the same; one that takes the place of another joins its thread.
 */
export function createEmailChannel(options: EmailChannelOptions): Channel {
  const { mailer, from, to, words, language } = options;
  const domain = from.slice(from.lastIndexOf('@') + 1);

  return { name: 'email', limits: CHANNEL_LIMITS.email, deliver };

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryResult> {
    const { address, replaces } = delivery;
    if (!to.includes(address)) return { outcome: 'refused', problem: 'email.to does not name this address' };
    const stem = await stemOf(delivery.id);
    const messageId = `<${stem}@${domain}>`;
    const pictures = await picturesOf(delivery, (index) => `${stem}.${index}@${domain}`);
    const { outbound } = delivery;
    const content = { outbound, alts: pictures.map(({ alt }) => alt), pictures, replaces: replaces !== null };
    const mail: Mail = {
      ...{ from, to: address, messageId, pictures },
      subject: subjectOf(outbound, words),
      text: textOf(content, words),
      html: htmlOf(content, words, language),
      references: replaces !== null && MESSAGE_ID.test(replaces) ? replaces : null,
      urgency: urgencyOf(delivery),
    };
    const answer = await mailer.send(mail, signal);
    switch (answer.type) {
      case 'taken':
        return { outcome: 'delivered', ref: messageId };
      case 'later':
        return { outcome: 'later', retryAfterMs: null, problem: answer.problem };
      case 'refused':
        return { outcome: 'refused', problem: answer.problem };
    }
  }

  async function stemOf(id: number): Promise<string> {
    const mark = createHash('sha256')
      .update(`${await options.installation()} ${id}`)
      .digest('hex')
      .slice(0, 16);
    return `assent.${id}.${mark}`;
  }
}

function urgencyOf({ outbound, silent }: Delivery): Mail['urgency'] {
  if (outbound.importance === 'urgent') return 'high';
  return silent ? 'low' : 'normal';
}

async function picturesOf({ outbound, attachments = [] }: Delivery, cidOf: (index: number) => string) {
  const drawn = [...pictureAttachments(outbound), ...attachments];
  return Promise.all(
    drawn.map(async ({ name, mime, alt, bytes }, index) => ({
      ...{ name: fileName(name), mime, alt, cid: cidOf(index + 1) },
      bytes: await bytes(),
    })),
  );
}

function fileName(name: string): string {
  return (
    cleanText(name)
      .replace(/[^\p{L}\p{N}._-]/gu, '-')
      .slice(0, 80) || 'picture'
  );
}
