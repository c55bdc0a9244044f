import { type PathPattern, patternMatches, readPattern } from './robots-pattern.ts';

/** What a host asks of robots. */
export interface RobotsRules {
  allows(url: URL): boolean;
  /** Between two requests; null where nothing, or nonsense, is asked. */
  readonly crawlDelayMs: number | null;
}

/** What stands under one or more `User-agent` lines. */
interface Group {
  readonly agents: string[];
  readonly rules: { readonly pattern: PathPattern; readonly allow: boolean }[];
  crawlDelayMs: number | null;
}

/** RFC 9309, 2.5: at least 500 KiB are to be read; what comes after is not. */
const MAX_BYTES = 500 * 1024;
/** Real files have dozens; each may have to be looked for all along a path. */
const MAX_WILDCARD_RULES = 1_000;

export const NO_RULES: RobotsRules = { allows: () => true, crawlDelayMs: null };

/**
 * Reads a robots.txt by RFC 9309; lines that say nothing are passed over. `product` is our token, such as `assent`.
 * Written here, because a matcher that tries all ways through the wildcards lets a file of 500 KiB hold up the whole
 * process for seconds; this one is done in milliseconds.
 */
export function readRobots(body: Buffer, product: string): RobotsRules {
  const groups = readGroups(textOf(body));
  const ours = groups.filter(({ agents }) => agents.includes(product));
  const meant = ours.length > 0 ? ours : groups.filter(({ agents }) => agents.includes('*'));
  const rules = fewWildcards(meant.flatMap((group) => group.rules));
  const delays = meant.flatMap(({ crawlDelayMs }) => crawlDelayMs ?? []);
  return {
    allows: (url) => isAllowed(url, rules),
    crawlDelayMs: delays.length === 0 ? null : delays.reduce((most, delay) => Math.max(most, delay)),
  };
}

/** Half a line at the end would say something else than the whole. */
function textOf(body: Buffer): string {
  const end = body.length > MAX_BYTES ? body.lastIndexOf('\n', MAX_BYTES) : body.length;
  return body
    .subarray(0, Math.max(end, 0))
    .toString('utf8')
    .replace(/^\uFEFF/, '');
}

function fewWildcards(rules: Group['rules']): Group['rules'] {
  let wildcards = 0;
  return rules.filter(({ pattern }) => pattern.parts.length === 1 || ++wildcards <= MAX_WILDCARD_RULES);
}

/** The longest pattern decides, and the friendlier of two equally long ones. */
function isAllowed(url: URL, rules: Group['rules']): boolean {
  const path = `${url.pathname}${url.search}`.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  let longest = -1;
  let allowed = true;
  for (const { pattern, allow } of rules) {
    const decides = pattern.length > longest || (pattern.length === longest && allow);
    if (!decides || !patternMatches(pattern, path)) continue;
    longest = pattern.length;
    allowed = allow;
  }
  return allowed;
}

function readGroups(text: string): Group[] {
  const groups: Group[] = [];
  let group: Group = { agents: [], rules: [], crawlDelayMs: null };
  let amongAgents = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const field = readField(line);
    if (field === null) continue;
    const [name, value] = field;
    const isAgent = name === 'user-agent';
    if (isAgent && !amongAgents) {
      group = { agents: [], rules: [], crawlDelayMs: null };
      groups.push(group);
    }
    amongAgents = isAgent;
    addField(group, name, value);
  }
  return groups;
}

function addField(group: Group, name: string, value: string): void {
  if (name === 'user-agent') group.agents.push(agentToken(value));
  else if ((name === 'allow' || name === 'disallow') && value !== '') {
    group.rules.push({ pattern: readPattern(value), allow: name === 'allow' });
  } else if (name === 'crawl-delay') {
    const seconds = Number(value);
    if (seconds > 0 && Number.isFinite(seconds)) group.crawlDelayMs = seconds * 1_000;
  }
}

function readField(line: string): [name: string, value: string] | null {
  const comment = line.indexOf('#');
  const said = comment === -1 ? line : line.slice(0, comment);
  const colon = said.indexOf(':');
  return colon === -1 ? null : [said.slice(0, colon).trim().toLowerCase(), said.slice(colon + 1).trim()];
}

/** `Assent/1.0` and `assent` are one. */
function agentToken(value: string): string {
  const slash = value.indexOf('/');
  return (slash === -1 ? value : value.slice(0, slash)).trim().toLowerCase();
}
