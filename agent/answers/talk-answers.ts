import { intents } from '../intent/registry.ts';
import type { Draft, Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';

const SHOWN = 6;

/** Says what can be asked; also the answer to what was not understood, which is never guessed at. */
export function answerHelp(topic: Topic, understood: boolean): Draft {
  const examples = intents.map(({ example }) => example[topic.language]);
  const lead = understood
    ? phrase('Ask me in your own words, for example:', '편하게 물어보세요. 예를 들면:')
    : phrase(
        'I did not understand that. I answer from the record only; I can tell you, for example:',
        '이해하지 못했습니다. 저는 기록에 있는 것만 답합니다. 예를 들면:',
      );
  return {
    outcome: understood ? 'answered' : 'not-understood',
    sentences: [sentence(understood ? 'help' : 'not-understood', lead)],
    sheet: new FactSheet(),
    suggestions: examples.slice(0, understood ? examples.length : SHOWN),
  };
}

export function answerThanks(): Draft {
  return {
    outcome: 'answered',
    sentences: [sentence('thanks', phrase('You are welcome.', '천만에요.'))],
    sheet: new FactSheet(),
  };
}

export function answerGreeting(topic: Topic): Draft {
  return {
    ...answerHelp(topic, true),
    sentences: [
      sentence(
        'greeting',
        phrase(
          'Hello. I trade by the rules and answer from the record.',
          '안녕하세요. 저는 규칙대로 거래하고 기록으로 답합니다.',
        ),
      ),
    ],
    suggestions: answerHelp(topic, false).suggestions,
  };
}
