/** What an assistant's model sees of a turn, before a personality decides what to make of it. */
export interface AssistantAsked {
  /** The person's own words. */
  readonly question: string;
  /** Everything before them: earlier talk. */
  readonly earlier: string;
  readonly system: string;
  readonly tools: readonly OfferedTool[];
  /** What tools told in this turn, the oldest first. */
  readonly results: readonly string[];
  /** How often a draft was given back. */
  readonly repairs: number;
}

export interface OfferedTool {
  readonly name: string;
  /** The JSON schema of each argument. */
  readonly fields: Readonly<Record<string, ArgumentSchema>>;
}

export interface ArgumentSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly ArgumentSchema[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

export interface AssistantSaying {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[];
}

/** How a model behaves in a conversation; a pure function, so that the same turn always goes alike. */
export type AssistantPersonality = (asked: AssistantAsked) => AssistantSaying;

/** A message of a turn, whichever way it came: over a wire or in the process. */
export interface TurnMessage {
  readonly role: 'system' | 'human' | 'ai' | 'tool';
  readonly text: string;
}

const MARK = 'Question:\n';

/** Reads a turn out of its messages. */
export function askedOf(messages: readonly TurnMessage[], tools: readonly OfferedTool[]): AssistantAsked {
  const texts = (role: TurnMessage['role']) => messages.filter((one) => one.role === role).map(({ text }) => text);
  const [opening = '', ...repairs] = texts('human');
  const at = opening.lastIndexOf(MARK);
  return {
    question: at < 0 ? opening : opening.slice(at + MARK.length),
    earlier: at < 0 ? '' : opening.slice(0, at),
    system: texts('system').join('\n'),
    tools,
    results: texts('tool'),
    repairs: repairs.length,
  };
}

/** A claim as it stands in a tool's result. */
export interface SeenClaim {
  readonly id: string;
  readonly text: string;
  readonly slots: readonly { readonly name: string; readonly text: string }[];
}

/** Returns the claims that the results hold, each once. */
export function claimsIn(results: readonly string[]): readonly SeenClaim[] {
  const claims = new Map<string, SeenClaim>();
  for (const line of results.flatMap((result) => result.split('\n'))) {
    const head = /^(c\d+): ("(?:[^"\\]|\\.)*")/u.exec(line);
    if (head !== null) {
      claims.set(head[1] ?? '', { id: head[1] ?? '', text: JSON.parse(head[2] ?? '""'), slots: [] });
    }
    const last = [...claims.keys()].at(-1);
    const claim = last === undefined ? undefined : claims.get(last);
    if (!line.startsWith('  {') || claim === undefined) continue;
    const slots = [...line.matchAll(/\{c\d+\.(\w+)\} ("(?:[^"\\]|\\.)*")/gu)].map(([, name = '', text = '""']) => ({
      name,
      text: String(JSON.parse(text)),
    }));
    claims.set(claim.id, { ...claim, slots });
  }
  return [...claims.values()];
}
