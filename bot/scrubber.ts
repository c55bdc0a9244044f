/** Removes secrets from text on its way out: log lines, chat, prompts, error messages. */
export interface Scrubber {
  scrub(text: string): string;
  /** Adds a secret that was learnt later. */
  register(secret: string): void;
}

const MARK = '[secret]';

/** A shorter text would be found everywhere and make a log unreadable. */
const MIN_SECRET_LENGTH = 4;

/** Secrets by their shape, for those that nobody registered. What is kept of a match is its `$1`. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\bbot\d{5,}:[\w-]{30,}/g, `bot${MARK}`],
  [/\b\d{6,12}:AA[\w-]{30,}/g, MARK],
  [/\b[MNO][\w-]{21,27}={0,2}\.[\w-]{6}\.[\w-]{27,}/g, MARK],
  // Whoever has the address of a webhook can write there.
  [/(\bhooks\.slack(?:-gov)?\.com\/)[\w/.-]+/gi, `$1${MARK}`],
  [/(\bdiscord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/)[\w/.-]+/gi, `$1${MARK}`],
  [/([?&\s"']signature=)[^&\s"'\\]+/gi, `$1${MARK}`],
  [/(^signature=)[^&\s"'\\]+/gi, `$1${MARK}`],
  [/\b((?:Bearer|Basic)\s+)[\w.~+/=-]{6,}/gi, `$1${MARK}`],
  [/(X-MBX-APIKEY(?:\\?["'])?\s*[:=,]\s*(?:\\?["'])?)[\w-]+/gi, `$1${MARK}`],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'\\]*:)[^\s@"'\\]+(?=@)/gi, `$1${MARK}`],
  [/\b(?:gsk_|sk-|xox[abp]-|ghp_)[\w-]{16,}/g, MARK],
  [
    /((?:api[_-]?key|apiKey|secret|password|passphrase|token)(?:\\?["'])?\s*[:=]\s*(?:\\?["'])?)[\w.~+/=-]{8,}/gi,
    `$1${MARK}`,
  ],
];

/** Returns `text` without anything that has the shape of a secret. */
export function scrubPatterns(text: string): string {
  return PATTERNS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}

/** Returns a scrubber that knows these secrets, in every form in which they travel, and the shapes of others. */
export function createScrubber(secrets: Iterable<string> = []): Scrubber {
  const forms = new Set<string>();
  let ordered: readonly string[] = [];
  const register = (secret: string): void => {
    if (secret.length < MIN_SECRET_LENGTH) return;
    for (const form of formsOf(secret)) forms.add(form);
    // Longest first: a shorter secret inside a longer one must not break it up and leave its rest standing.
    ordered = [...forms].sort((left, right) => right.length - left.length);
  };
  for (const secret of secrets) register(secret);
  return {
    scrub: (text) => scrubPatterns(ordered.reduce((clean, form) => clean.replaceAll(form, MARK), text)),
    register,
  };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    new URLSearchParams({ s: secret }).toString().slice(2),
    bytes.toString('hex'),
    ...[0, 1, 2].flatMap((offset) => base64Inside(bytes, offset)),
  ].filter((form) => form.length >= MIN_SECRET_LENGTH);
}

/** Returns the base64 digits that are the secret's alone when `offset` other bytes (modulo 3) stand before it. */
function base64Inside(bytes: Buffer, offset: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const start = offset === 0 ? 0 : offset + 1;
  return (['base64', 'base64url'] as const).map((encoding) => {
    const text = padded.toString(encoding).replace(/=+$/, '');
    // The last digit also holds bits of whatever follows, unless the secret ends on a boundary.
    return text.slice(start, padded.length % 3 === 0 ? undefined : -1);
  });
}
