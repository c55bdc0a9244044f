import type { Scoreboard } from '../../engine/performance/reviewer-score/scoreboard.ts';
import { REPORT_WORDS } from '../i18n/report-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block } from '../message.ts';
import { lines, table } from '../message.ts';
import type { Report } from './report.ts';
import { careBlocks, liftBlocks } from './score-blocks.ts';

/** Returns how the voters did: a row each, what their forecasts were worth, and what the words mean. */
export function voterBlocks({ reviewers, models, scoreboard }: Report, voice: Voice): readonly Block[] {
  const { language, text, format } = voice;
  const words = REPORT_WORDS[language];
  const all = [...models, ...reviewers];
  if (all.length === 0) return [];
  const rate = (value: number | null) => (value === null ? text.notEnough : format.percent(value, 0));
  const score = (value: number | null) => (value === null ? text.notEnough : format.number(value, 3));
  const headers = [words.voter, words.votes, words.abstained, words.assented, words.agreed, words.right];
  const rows = all.map(({ voter, asked, abstained, assented, agreement, hitRate }) => [
    voter,
    format.count(asked - abstained),
    format.count(abstained),
    format.count(assented),
    rate(agreement.value),
    rate(hitRate.value),
  ]);
  const forecast = models.filter(({ brier }) => brier.sample > 0);
  const forecasts = forecast.map(({ voter, brier, logLoss }) =>
    words.forecasts({
      voter,
      brier: score(brier.value),
      logLoss: score(logLoss.value),
      sample: format.count(brier.sample),
    }),
  );
  return [
    table(
      headers.map((header, index) => (index === 0 ? header : `>${header}`)),
      rows,
    ),
    lines(...forecasts, words.rightNote),
    ...closerBlocks(scoreboard, voice),
  ];
}

/** What rules alone leave empty is left out: their time and cost, and a lift of too few trades. */
function closerBlocks(scoreboard: Scoreboard, voice: Voice): readonly Block[] {
  const isAsked = scoreboard.voters.some(({ kind }) => kind === 'language-model');
  const isLifted = scoreboard.lifts.some(({ lift }) => lift.value !== null);
  return [...(isAsked ? careBlocks(scoreboard, voice) : []), ...(isLifted ? liftBlocks(scoreboard, voice) : [])];
}
