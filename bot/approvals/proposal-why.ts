import { describeTerm } from '../../agent/answers/terms.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { ModelVote, Verdict } from '../../engine/domain/verdict.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block, Pair } from '../message.ts';
import { lines, pairs } from '../message.ts';

/** A card is read at a glance: of many reports the latest few are named. */
const NEWS_NAMED = 3;

/** Returns why a proposal was made, in two sentences with what they rest on, and each vote in a word. */
export function proposalWhy(record: DecisionRecord, voice: Voice): readonly Block[] {
  const votes = [...modelPair(record.model, voice), ...record.verdicts.map((verdict) => verdictPair(verdict, voice))];
  return [lines(signalSentence(record, voice), ...reviewSentence(record, voice)), pairs(votes)];
}

function signalSentence({ id, signal }: DecisionRecord, voice: Voice): string {
  return `${voice.reason(signal.reason, signal.symbol)} [${id}]`;
}

/** The reviewer who looked at the news says what it rests on; without one, the last who gave a reason. */
function reviewSentence({ id, signal, verdicts }: DecisionRecord, voice: Voice): readonly string[] {
  const given = verdicts.flatMap((verdict) => (verdict.outcome === 'voted' ? verdict.reasons.slice(0, 1) : []));
  const told = given.find(({ values }) => 'newsIds' in values) ?? given.at(-1);
  if (told === undefined) return [];
  const { newsIds } = told.values;
  const named = typeof newsIds === 'string' && newsIds !== '' ? newsIds.split(',').slice(0, NEWS_NAMED) : [];
  const cited = [id, ...named].map((one) => `[${one}]`).join(' ');
  return [`${voice.reason(told, signal.symbol)} ${cited}`];
}

function modelPair(model: ModelVote | null, voice: Voice): readonly Pair[] {
  const { text, format } = voice;
  if (model === null) return [];
  if (model.outcome === 'abstained') return [[text.modelLabel, voice.reason(model.reason)]];
  const isUp = model.probabilityUp / model.thresholdUp >= model.probabilityDown / model.thresholdDown;
  const chance = format.percent(isUp ? model.probabilityUp : model.probabilityDown, 1);
  const needed = format.percent(isUp ? model.thresholdUp : model.thresholdDown, 1);
  const stance = describeTerm('term:stance', model.stance, voice.language);
  return [[text.modelLabel, text.modelVote({ stance, chance, needed })]];
}

function verdictPair(verdict: Verdict, voice: Voice): Pair {
  const { name } = verdict.reviewer;
  if (verdict.outcome === 'abstained') return [name, voice.reason(verdict.reason)];
  const stance = describeTerm('term:stance', verdict.stance, voice.language);
  const vote = `${stance} (${voice.format.percent(verdict.confidence, 0)})`;
  return [name, verdict.reviewer.kind === 'rules' ? vote : [vote, ...ownWords(verdict, voice)].join(' · ')];
}

/** Of a language model, what weighed most with it and its own sentence, which nobody else stands by. */
function ownWords({ reasons, note = null }: Extract<Verdict, { outcome: 'voted' }>, voice: Voice): readonly string[] {
  const weighed = reasons.slice(0, 1).map((why) => voice.reason(why).replace(/\.$/, ''));
  return note === null || note === '' ? weighed : [...weighed, `“${note}”`];
}
