import type { AlertRules } from '../../agent/assistant/tools/alert-rules-port.ts';
import type { DeskView } from '../../engine/ports/desk-view.ts';
import { deskMoment } from '../i18n/desk-moment.ts';
import { createFormat } from '../i18n/format.ts';
import type { Language } from '../i18n/language.ts';
import { readRule } from './read-rule.ts';
import { ruleSentence } from './rule-sentence.ts';
import type { RulesPort } from './rules-port.ts';

/** Reads alert rules for the assistant: what is offered to be added is the rule as it was read, not the words it came in. */
export function createRuleWords(view: DeskView, rules: Pick<RulesPort, 'preview'>): AlertRules {
  const formatIn = (language: Language) =>
    createFormat({
      language,
      zone: 'UTC',
      ...deskMoment(view),
    });
  return {
    async read(words) {
      const read = readRule(words, view.instruments());
      if (read.outcome === 'refused') return read;
      const { times, from, to, holds } = await rules.preview(read.value);
      const sentence = {
        en: ruleSentence(read.value, formatIn('en')),
        ko: ruleSentence(read.value, formatIn('ko')),
      };
      return {
        outcome: 'read',
        rule: read.value,
        sentence,
        firings: times.length,
        lastAt: times.at(-1) ?? null,
        ...{ from, to, holds },
        command: `/alert ${sentence.en}`,
      };
    },
  };
}
