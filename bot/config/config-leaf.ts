import { z } from 'zod';
import { decimal, decimalText } from '../../engine/domain/decimal.ts';
import { isZone } from '../../engine/domain/zone.ts';

/** What one setting accepts: `allowed` finishes the sentence "Use …", `read` gives undefined for anything else. */
interface Leaf<T> {
  readonly allowed: string;
  read(value: unknown): T | undefined;
}

export type LeafSchema<T> = z.ZodPipe<z.ZodUnknown, z.ZodTransform<T, unknown>>;

/** Returns the schema of a setting that accepts what `read` does. */
export function leaf<T>({ allowed, read }: Leaf<T>): LeafSchema<T> {
  return z.unknown().transform((value, context): T => {
    const known = read(value);
    if (known !== undefined) return known;
    context.issues.push({ code: 'custom', input: value, message: allowed });
    return z.NEVER;
  });
}

/** A share such as `15%` or `0.15`, both ends included. */
export function fraction(minimum: number, maximum: number): LeafSchema<number> {
  return leaf({
    allowed: `a fraction from ${percent(minimum)} to ${percent(maximum)}, written like 15% or 0.15`,
    read: (value) => within(minimum, maximum, fractionOf(value)),
  });
}

/** A span of time such as `30m` or `1h30m`, in milliseconds. */
export function duration(minimum: string, maximum: string): LeafSchema<number> {
  const [least, most] = [durationOf(minimum), durationOf(maximum)];
  return leaf({
    allowed: `a duration from ${minimum} to ${maximum}, written like 30s, 15m, 12h or 1h30m`,
    read: (value) => within(least, most, durationOf(value)),
  });
}

export function count(minimum: number, maximum: number): LeafSchema<number> {
  return leaf({
    allowed: `a whole number from ${minimum} to ${maximum}`,
    read: (value) => {
      const number = within(minimum, maximum, numberOf(value));
      return Number.isInteger(number) ? number : undefined;
    },
  });
}

/** An amount of money, kept as exact decimal text. */
export function money(minimum: string, maximum: string): LeafSchema<string> {
  return leaf({
    allowed: `an amount from ${minimum} to ${maximum}, in plain digits such as 10000 or 2500.50`,
    read: (value) => {
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string' || !/^\d{1,20}(\.\d{1,8})?$/.test(text)) return undefined;
      const amount = decimal(text);
      return amount.gte(minimum) && amount.lte(maximum) ? decimalText(amount) : undefined;
    },
  });
}

export function choice<const T extends string>(...choices: readonly T[]): LeafSchema<T> {
  return leaf({ allowed: `one of ${choices.join(', ')}`, read: (value) => choices.find((name) => name === value) });
}

export function flag(): LeafSchema<boolean> {
  const words = new Map<unknown, boolean>([
    [true, true],
    [false, false],
    ['true', true],
    ['false', false],
  ]);
  return leaf({ allowed: 'true or false', read: (value) => words.get(value) });
}

/** A tone of the news from −1 to 0; `off` is null. */
export function badTone(): LeafSchema<number | null> {
  return leaf<number | null>({
    allowed: 'off, or a tone from -1 (the worst news there is) to 0, such as -0.6',
    read(value) {
      if (value === 'off') return null;
      const written =
        typeof value === 'string' && /^-(0(\.\d{1,6})?|1(\.0{1,6})?)$/.test(value) ? Number(value) : value;
      return typeof written === 'number' ? within(-1, 0, written) : undefined;
    },
  });
}

/** A number that the mode decides where nothing is said: `auto` is null. */
export function autoOr(minimum: number, maximum: number, isWhole: boolean): LeafSchema<number | null> {
  return leaf<number | null>({
    allowed: `auto, or a ${isWhole ? 'whole ' : ''}number from ${minimum} to ${maximum}`,
    read(value) {
      if (value === 'auto') return null;
      const written = typeof value === 'string' && /^\d{1,7}(\.\d{1,4})?$/.test(value) ? Number(value) : value;
      if (typeof written !== 'number' || (isWhole && !Number.isInteger(written))) return undefined;
      return within(minimum, maximum, written);
    },
  });
}

/** How often something is done; `off` is null. */
export function interval(minimum: string, maximum: string): LeafSchema<number | null> {
  const [least, most] = [durationOf(minimum), durationOf(maximum)];
  return leaf<number | null>({
    allowed: `off, or a duration from ${minimum} to ${maximum} such as 5m`,
    read: (value) => (value === 'off' ? null : within(least, most, durationOf(value))),
  });
}

/** A model by its provider, such as `ollama:bge-m3`; `none` is the word for no model, which is null. */
export function model<const P extends string>(
  none: string,
  ...providers: readonly P[]
): LeafSchema<{ readonly provider: P; readonly model: string } | null> {
  return leaf<{ readonly provider: P; readonly model: string } | null>({
    allowed: `${none}, or ${providers.map((provider) => `${provider}:NAME`).join(' or ')}`,
    read(value) {
      if (value === none) return null;
      const [, name, rest] = (typeof value === 'string' ? /^([a-z]+):(\P{Cc}{1,1000})$/u.exec(value) : null) ?? [];
      const provider = providers.find((one) => one === name);
      return provider === undefined || rest === undefined ? undefined : { provider, model: rest };
    },
  });
}

/** The address of a server of one's own, without a path. */
export function serverUrl(): LeafSchema<string> {
  return leaf({
    allowed: 'the address of a server such as http://127.0.0.1:11434, without a path',
    read(value) {
      if (typeof value !== 'string' || !URL.canParse(value)) return undefined;
      const url = new URL(value);
      const plain = /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '';
      return plain ? url.origin : undefined;
    },
  });
}

/** Hosts with or without a port, between commas; `none` for none. */
export function hosts(): LeafSchema<string> {
  return leaf({
    allowed: 'none, or hosts between commas such as 192.168.1.5:8080, feeds.home',
    read(value) {
      if (value === 'none') return 'none';
      const parts = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [];
      // A name without a dot could stand for a whole top-level domain; the fetcher takes none.
      const isHost = (part: string) =>
        /^(localhost|[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*\.[a-z0-9]+)(:\d{1,5})?$/i.test(part) &&
        part.length <= 250 &&
        URL.canParse(`http://${part}`);
      return parts.length > 0 && parts.every(isHost) ? parts.join(', ') : undefined;
    },
  });
}

/** Numbers of groups between commas, or a list of them; `none` for none. A group's number is negative. */
export function groupIds(): LeafSchema<readonly number[]> {
  return leaf<readonly number[]>({
    allowed: 'none, or numbers of groups between commas such as -1001234567890',
    read(value) {
      if (value === 'none') return [];
      const written = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value].flat();
      const ids = written.map((part) => (/^-\d{1,16}$/.test(String(part)) ? Number(part) : 0));
      return ids.length > 0 && ids.every((id) => id < 0 && Number.isSafeInteger(id)) ? ids : undefined;
    },
  });
}

/** Numbers of channels between commas, or a list of them; `none` for none. They are text: a number would lose its end. */
export function channelIds(): LeafSchema<readonly string[]> {
  return leaf<readonly string[]>({
    allowed: "none, or numbers of channels between commas and in quotes such as '1234567890123456789'",
    read(value) {
      if (value === 'none') return [];
      const written = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value].flat();
      const ids = written.map((part) => (typeof part === 'string' && /^\d{15,20}$/.test(part) ? part : ''));
      return ids.length > 0 && !ids.includes('') ? ids : undefined;
    },
  });
}

/** An address to be called at, over TLS; `off` is null. */
export function hookUrl(): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: 'off, or an https address such as https://desk.example.org/telegram',
    read(value) {
      if (value === 'off') return null;
      const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
      return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
    },
  });
}

/** A name that may become part of a file name. */
export function word(): LeafSchema<string> {
  return leaf({
    allowed: 'a name of at most 40 small letters, digits and hyphens',
    read: (value) => (typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value) ? value : undefined),
  });
}

export function path(): LeafSchema<string> {
  return leaf({
    allowed: 'the path of a file or folder',
    read: (value) => (typeof value === 'string' && /^\P{Cc}{1,1000}$/u.test(value) ? value : undefined),
  });
}

/** How fast a recording plays: event time per real time, or as fast as it can be worked through. */
export function speed(): LeafSchema<number | 'max'> {
  return leaf<number | 'max'>({
    allowed: 'max, or a number from 0.1 to 10000 (60 plays an hour in a minute)',
    read: (value) => (value === 'max' ? 'max' : within(0.1, 10_000, numberOf(value))),
  });
}

/** A moment in UTC, in epoch milliseconds; `start` is null. */
export function instant(): LeafSchema<number | null> {
  return leaf<number | null>({
    allowed: 'start, a date such as 2025-05-19, or a time in UTC such as 2025-05-19T14:05Z',
    read: (value) => (value === 'start' ? null : instantOf(value)),
  });
}

/** An IANA time zone; `auto` is null. */
export function zone(): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: 'auto, or the name of a time zone such as Asia/Seoul or UTC',
    read: (value) => {
      if (value === 'auto') return null;
      return typeof value === 'string' && value !== '' && isZone(value) ? value : undefined;
    },
  });
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,12}(\.\d{1,12})?$/.test(value) ? Number(value) : undefined;
}

function fractionOf(value: unknown): number | undefined {
  const written = typeof value === 'string' ? /^(\d{1,6}(?:\.\d{1,12})?) ?%$/.exec(value) : null;
  // Moving the decimal point as text keeps 0.7% at 0.007, where dividing by a hundred gives 0.006999….
  return written === null ? numberOf(value) : Number(`${written[1]}e-2`);
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(\d{1,9}(\.\d{1,3})?(ms|s|m|h|d) ?)+$/.test(value)) return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNIT_MS[unit ?? ''] ?? 0), 0));
}

function instantOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const day = /^\d{4}-\d\d-\d\d$/.test(value);
  if (!day && !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  const at = Date.parse(day ? `${value}T00:00Z` : value.replace(' ', 'T'));
  return Number.isNaN(at) ? undefined : at;
}

function within(minimum: number | undefined, maximum: number | undefined, value: number | undefined) {
  if (value === undefined || minimum === undefined || maximum === undefined) return undefined;
  return value >= minimum && value <= maximum ? value : undefined;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}
