/** An answer that says no, in Discord's words. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;
  readonly code: number;
  /** What was wrong with a form, nested as the form is. */
  readonly errors: object | undefined;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

const KNOWN = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooLarge: [413, 40005, 'Request entity too large'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  missingAccess: [403, 50001, 'Missing Access'],
  dmAction: [403, 50003, 'Cannot execute action on a DM channel'],
  notTheAuthor: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotMessageUser: [403, 50007, 'Cannot send messages to this user'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  badJson: [400, 50109, 'The request body contains invalid JSON.'],
} as const satisfies Readonly<Record<string, readonly [number, number, string]>>;

/** Returns a refusal that Discord knows by a code of its own. */
export function refusal(name: keyof typeof KNOWN): Refusal {
  const [status, code, message] = KNOWN[name];
  return new Refusal(status, code, message);
}

interface Wrong {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Collects what is wrong with a form, so that all of it is told at once. */
export interface FormErrors {
  /** `path` as `embeds.0.title`. */
  add(path: string, code: string, message: string): void;
  /** Refuses with 50035 when anything was wrong. */
  check(): void;
}

/** `under` is where the form lies in what was sent: `data` in the answer to an interaction. */
export function createFormErrors(under = ''): FormErrors {
  const wrongs: Wrong[] = [];
  return {
    add: (path, code, message) => void wrongs.push({ path: joined(under, path), code, message }),
    check: () => {
      if (wrongs.length > 0) throw new Refusal(400, 50035, 'Invalid Form Body', nested(wrongs));
    },
  };
}

function joined(under: string, path: string): string {
  return [under, path].filter((part) => part !== '').join('.');
}

interface Node {
  [key: string]: Node | { code: string; message: string }[];
}

function nested(wrongs: readonly Wrong[]): Node {
  const root: Node = {};
  for (const { path, code, message } of wrongs) {
    let node = root;
    for (const key of path.split('.').filter((part) => part !== '')) {
      node[key] ??= {};
      node = node[key] as Node;
    }
    node._errors = [...((node._errors as { code: string; message: string }[] | undefined) ?? []), { code, message }];
  }
  return root;
}

/** Tells that a text is too short or too long, in Discord's words. */
export function checkLength(
  value: unknown,
  path: string,
  { min = 0, max }: { readonly min?: number; readonly max: number },
  errors: FormErrors,
): void {
  if (typeof value !== 'string') {
    if (value !== undefined && value !== null) errors.add(path, 'BASE_TYPE_BAD_TYPE', 'Must be a string.');
    else if (min > 0) errors.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  // In UTF-16 units, the strictest way to count: what passes here passes however Discord counts.
  if (value.length >= min && value.length <= max) return;
  if (min === 0) errors.add(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  else if (value.length === 0) errors.add(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  else errors.add(path, 'BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
}
