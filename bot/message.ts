export type MessageKind = 'answer' | 'alert' | 'proposal' | 'receipt' | 'error';

/**
 * What the desk says, as data: a surface decides how it looks. Text carries no colour, markup or escape. What looks like
 * markup, a link or a mention in it (`*`, `<b>`, `@everyone`) is somebody's words, quoted as they were written: a surface
 * shows it as such, escapes what it would obey, and lets nobody be mentioned by it.
 */
export interface Message {
  readonly kind: MessageKind;
  /** `quiet` may be shown small or without a sound; `urgent` must be seen. */
  readonly importance: 'quiet' | 'normal' | 'urgent';
  readonly title: string | null;
  readonly blocks: readonly Block[];
  readonly choices: readonly Choice[];
  /** Shown with the text where a surface can; the text says what it shows. */
  readonly picture?: Picture;
  /** There is more to come: what is being done for it, such as `Writing…`. */
  readonly progress?: string;
}

export interface Picture {
  /** `SOL-15m`: what a file of it may be called, without an ending. */
  readonly name: string;
  readonly png: Uint8Array;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
}

export type Block =
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  | { readonly type: 'section'; readonly title: string; readonly lines: readonly string[] }
  | { readonly type: 'pairs'; readonly pairs: readonly Pair[] }
  | { readonly type: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };

/** A label and its value: `Equity` `10,012.40 USDT`. */
export type Pair = readonly [label: string, value: string];

export interface Column {
  readonly header: string;
  readonly align: 'left' | 'right';
}

/** Something a person can do next. `command` is what they could type instead: a button never does more than a line. */
export interface Choice {
  readonly label: string;
  readonly command: string;
  /** It shows the same card anew: of use only where a card can change in its place. */
  readonly refreshes?: true;
}

/** A choice bound to one user, one use and a time: `action` is the nonce that a surface sends back. */
export interface Button extends Choice {
  readonly action: string;
}

/** A message on its way to one user. */
export interface Outbound extends Omit<Message, 'choices'> {
  readonly buttons: readonly Button[];
}

export interface MessageParts {
  readonly kind: MessageKind;
  readonly importance?: Message['importance'];
  readonly title?: string | null;
  readonly blocks: readonly Block[];
  readonly choices?: readonly Choice[];
  readonly picture?: Picture;
  readonly progress?: string;
}

/** Returns a Message with the usual defaults: normal importance, no title, no choices. */
export function message(parts: MessageParts): Message {
  return {
    kind: parts.kind,
    importance: parts.importance ?? 'normal',
    title: parts.title ?? null,
    blocks: parts.blocks,
    choices: parts.choices ?? [],
    ...(parts.picture && { picture: parts.picture }),
    ...(parts.progress !== undefined && { progress: parts.progress }),
  };
}

/** Returns a message of plain lines. */
export function textMessage(kind: MessageKind, ...texts: readonly string[]): Message {
  return message({ kind, blocks: [lines(...texts)] });
}

export function lines(...texts: readonly string[]): Block {
  return { type: 'lines', lines: texts };
}

export function section(title: string, texts: readonly string[]): Block {
  return { type: 'section', title, lines: texts };
}

export function pairs(list: readonly Pair[]): Block {
  return { type: 'pairs', pairs: list };
}

/** Returns a table; a header that starts with `>` stands over a right-aligned column. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[]): Block {
  const columns = headers.map(
    (header): Column =>
      header.startsWith('>') ? { header: header.slice(1), align: 'right' } : { header, align: 'left' },
  );
  return { type: 'table', columns, rows };
}
