import { expect, it } from 'vitest';
import { createAttachments } from '../../../bot/alerts/attachments.ts';
import type { OutboxPayload } from '../../../bot/outbox/outbox-entry.ts';
import { pictureSource, readPictureSource } from '../../../bot/reports/report-chart.ts';

const PAYLOAD: OutboxPayload = {
  outbound: { kind: 'answer', importance: 'normal', title: 'T', blocks: [], buttons: [] },
  attachments: [],
  silent: false,
};

it('an attachment is made by whoever makes its sort, of the message it goes with', async () => {
  const attachments = createAttachments();
  attachments.add('a', async (rest, { outbound }) => new TextEncoder().encode(`${rest} ${outbound.title}`));
  attachments.add('b', () => Promise.reject(new Error('no')));
  expect(new TextDecoder().decode(await attachments.make('a:1:2', PAYLOAD))).toBe('1:2 T');
  await expect(attachments.make('b:1', PAYLOAD)).rejects.toThrow('no');
  await expect(attachments.make('c:1', PAYLOAD)).rejects.toThrow('Nobody makes the attachment c:1.');
  await expect(attachments.make('a', PAYLOAD)).rejects.toThrow('Nobody makes');
});

it('the source of a picture is read as it was written, and nothing else is', () => {
  const picture = { from: 1, to: 2, language: 'ko', zone: 'America/Argentina/Buenos_Aires' } as const;
  const source = pictureSource(picture);
  expect(source).toBe('report-chart:1:2:ko:America/Argentina/Buenos_Aires');
  expect(readPictureSource(source.slice('report-chart:'.length))).toEqual(picture);
  for (const odd of ['', '1:2', '1:2:fr:UTC', 'x:2:ko:UTC', '1:2:ko:UTC;drop'])
    expect(readPictureSource(odd)).toBeNull();
});
