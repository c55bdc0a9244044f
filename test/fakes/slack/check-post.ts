import { z } from 'zod';

const textObject = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(3000), emoji: z.boolean().optional() }),
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(3000), verbatim: z.boolean().optional() }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('header'),
    text: z.strictObject({
      type: z.literal('plain_text'),
      text: z.string().min(1).max(150),
      emoji: z.boolean().optional(),
    }),
  }),
  z.strictObject({ type: z.literal('section'), text: textObject }),
]);

/** What Slack takes by webhook, as far as anybody here sends it: https://docs.slack.dev/reference/block-kit/blocks */
const post = z.strictObject({
  text: z.string().max(40_000).optional(),
  blocks: z.array(z.unknown()).optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  link_names: z.boolean().optional(),
});

export type SlackBlock = z.output<typeof block>;

export interface TakenPost {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly unfurls: boolean;
}

/** Returns a post as Slack takes it, or the word with which Slack refuses it. */
export function checkPost(body: string): TakenPost | string {
  const parsed = post.safeParse(jsonOf(body));
  if (!parsed.success) return 'invalid_payload';
  const { text = '', blocks = [], unfurl_links = true, unfurl_media = true } = parsed.data;
  if (text.trim() === '' && blocks.length === 0) return 'no_text';
  const checked = z.array(block).max(50).safeParse(blocks);
  if (!checked.success) return 'invalid_blocks';
  return { text, blocks: checked.data, unfurls: unfurl_links || unfurl_media };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
