import { z } from 'zod';
import type { Sources } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import type { AssistantTool, ToolResult } from '../tool.ts';
import type { AlertRules, RuleReading } from './alert-rules-port.ts';
import { words } from './inputs.ts';
import { refusedFor, resultOf } from './tool-results.ts';

const input = z.strictObject({
  rule: words
    .min(1)
    .describe('What to be told of, in the words of the person, such as: tell me when BTC RSI on 1h falls below 30.'),
});

/** Reads a wish to be told of something as a rule and shows it back; the person adds it by a tap. */
export function alertRuleTool(sources: Sources, rules: AlertRules): AssistantTool<typeof input> {
  return {
    name: 'alert_rule',
    power: 'configure',
    description:
      'Reads an alert rule about a price, an indicator, the news or the profit and shows how often it would have fired.',
    input,
    run: async ({ rule }) => {
      const reading = await rules.read(rule);
      return reading.outcome === 'refused' ? refusedFor(reading.reason, sources) : shown(reading);
    },
  };
}

function shown(reading: Extract<RuleReading, { outcome: 'read' }>): ToolResult {
  const { rule, sentence: told, firings, lastAt, from, to, holds, command } = reading;
  const sheet = new FactSheet();
  const id = sheet.add('R-new', { rule, sentence: told, firings, lastAt, from, to });
  const sentences = [
    sentence(
      'alert.rule',
      phrase('Understood as “{rule}”.', '“{rule}”{으로/로} 이해했습니다.', {
        rule: sheet.slot('title', `${id}#sentence`),
      }),
    ),
  ];
  if (from !== null && to !== null) {
    const span = {
      from: sheet.slot('date-time', `${id}#from`),
      to: sheet.slot('date-time', `${id}#to`),
      count: sheet.slot('count', `${id}#firings`),
    };
    sentences.push(
      sentence(
        'alert.times',
        lastAt === null
          ? phrase(
              'From {from} to {to} it would have been told this often: {count}.',
              '{from}부터 {to}까지 알렸을 횟수: {count}번.',
              span,
            )
          : phrase(
              'From {from} to {to} it would have been told this often: {count}, last at {last}.',
              '{from}부터 {to}까지 알렸을 횟수: {count}번, 마지막은 {last}.',
              { ...span, last: sheet.slot('date-time', `${id}#lastAt`) },
            ),
      ),
    );
  }
  if (holds)
    sentences.push(sentence('alert.holds', phrase('That is the case already now.', '지금 이미 그런 상태입니다.'), id));
  sentences.push(
    sentence(
      'alert.next',
      phrase('It is not added yet; the button adds it.', '아직 추가하지 않았습니다. 버튼을 누르면 추가합니다.'),
      id,
    ),
  );
  const label = { en: 'Add this alert', ko: '이 알림 추가' };
  return resultOf(sentences, sheet, { offers: [{ label, command }] });
}
