import type { HealthView, SourceHealth } from '../desk-ports.ts';
import { standingText } from '../emergency/standing-text.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import { EMERGENCY_WORDS } from '../i18n/emergency-words.ts';
import type { Block, Message, Pair } from '../message.ts';
import { lines, message, pairs, section } from '../message.ts';
import { standingPairs } from '../minds/standing.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { shareable } from './shareable.ts';

export const health: ChatCommand = {
  name: 'health',
  aliases: ['점검', '헬스'],
  usage: '',
  summary: { en: 'Sources, search and storage: what works and what does not', ko: '출처, 검색, 저장소 점검' },
  role: 'viewer',
  run: async (_args, context) => [healthMessage(await context.info.health(), context)],
};

/** Its document comes with the recording: no source that is visited again. */
const RECORDING = 'recording:';

function healthMessage(seen: HealthView, context: CommandContext): Message {
  const { text } = context.voice;
  const visited = seen.sources.filter(({ name }) => !name.startsWith(RECORDING));
  return message({
    kind: 'answer',
    title: text.healthTitle,
    blocks: [pairs(healthPairs(seen, context)), sourcesBlock(seen, visited, context)],
  });
}

function healthPairs(seen: HealthView, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const head = context.info.journalHead();
  return [
    [text.fetchingLabel, seen.isFetching ? text.on : text.fetchingOff],
    [text.newsLabel, text.newsCounts({ documents: format.count(seen.documents), stories: format.count(seen.stories) })],
    [text.searchLabel, searchText(seen.embedder, context)],
    [text.databaseLabel, shareable(context.info.database)],
    [text.journalLabel, text.journalHead({ count: format.count(head.seq), hash: head.hash })],
    ...standingPairs(context.info.models?.() ?? null, context.voice),
    ...emergencyPairs(seen, context),
    ...alertPairs(seen, context),
  ];
}

function emergencyPairs({ emergency }: HealthView, { voice }: CommandContext): readonly Pair[] {
  if (emergency === undefined) return [];
  const said = standingText(emergency, voice.language, (at) => voice.format.time(at));
  return [[EMERGENCY_WORDS[voice.language].label, said]];
}

/** Said only where something is wrong. */
function alertPairs({ undelivered = 0 }: HealthView, { voice }: CommandContext): readonly Pair[] {
  if (undelivered === 0) return [];
  const { undelivered: words } = ALERT_WORDS[voice.language];
  return [[words.label, words.lately({ count: voice.format.count(undelivered) })]];
}

function searchText(embedder: HealthView['embedder'], context: CommandContext): string {
  const { text, format } = context.voice;
  if (embedder === null) return text.embedderNone;
  const { name, kind, vectors, missing } = embedder;
  const shown = text.embedderOf({ name: shareable(name), kind, vectors: format.count(vectors) });
  return missing === 0 ? shown : `${shown}; ${text.vectorsMissing({ missing: format.count(missing) })}`;
}

function sourcesBlock(seen: HealthView, visited: readonly SourceHealth[], context: CommandContext): Block {
  const { text } = context.voice;
  if (visited.length === 0) return lines(seen.sources.length > 0 ? text.onlyRecordedNews : text.noNewsAtAll);
  return section(
    text.sourcesTitle,
    [...visited].sort(byTrouble).map((source) => sourceLine(source, context)),
  );
}

/** Trouble first, the oldest before the others; what has never worked is the oldest of all. */
function byTrouble(a: SourceHealth, b: SourceHealth): number {
  const troubled = Number(b.problem !== null) - Number(a.problem !== null);
  if (troubled !== 0) return troubled;
  const since = a.problem !== null ? (a.lastSuccessAt ?? 0) - (b.lastSuccessAt ?? 0) : 0;
  return since || a.name.localeCompare(b.name);
}

function sourceLine(source: SourceHealth, context: CommandContext): string {
  const { text, format } = context.voice;
  const name = shareable(source.name);
  const next = nextVisit(source, context);
  if (source.failures > 0) {
    return (
      text.sourceFailing({
        name,
        failures: format.count(source.failures),
        since: source.lastSuccessAt === null ? text.neverYet : format.time(source.lastSuccessAt),
        problem: shareable(source.problem ?? text.dash).replace(/\.$/, ''),
      }) + next
    );
  }
  if (source.lastSuccessAt === null) return text.sourceUnvisited({ name }) + next;
  const fresh = format.count(source.lastNew);
  const well = text.sourceWell({ name, time: format.time(source.lastSuccessAt), fresh });
  // It answered, and yet somebody should look: nothing of what came could be read.
  const odd = source.problem === null ? '' : `: ${shareable(source.problem).replace(/\.$/, '')}`;
  return `${well}${odd}${next}`;
}

/** The clock of the wall and not that of a replay says when a source is visited again. */
function nextVisit({ nextVisitAt }: SourceHealth, context: CommandContext): string {
  const { text, format } = context.voice;
  const wait = nextVisitAt - context.at;
  return wait <= 0 ? text.sourceDue : text.sourceNext({ wait: format.duration(wait) });
}
