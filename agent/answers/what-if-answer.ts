import type { DeskView, SettingView } from '../../engine/ports/desk-view.ts';
import { strategySource } from '../../engine/strategies/strategy.ts';
import type { SpanOutcome, WhatIfAnswer, WhatIfChange } from '../assistant/tools/what-if-port.ts';
import type { AnswerSentence } from './answer.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { SETTING_UNITS } from './setting-units.ts';

type Played = Extract<WhatIfAnswer, { outcome: 'played' }>;

/** Its citation: there is one such run in an answer, and it is kept nowhere. */
const ID = 'W-1';

/** What a span came to when it was played again, beside what happened. */
export function whatIfSentences(
  answer: Played,
  view: Pick<DeskView, 'settings'>,
): { readonly sentences: readonly AnswerSentence[]; readonly sheet: FactSheet } {
  const sheet = new FactSheet();
  const strategies = answer.changes.map((change) =>
    change.type === 'setting' ? strategySource(change.key.replace(/^strategy\./, '')) : null,
  );
  sheet.add(ID, { ...answer, strategies });
  const sentences = [
    spanSentence(sheet, answer, view.settings()),
    outcomeSentence(sheet, 'happened', answer.happened),
    outcomeSentence(sheet, 'instead', answer.instead),
    differenceSentence(sheet, answer),
    ...caveats(sheet, answer),
  ];
  return { sentences, sheet };
}

function spanSentence(sheet: FactSheet, { changes }: Played, settings: readonly SettingView[]): AnswerSentence {
  const span = phrase('Played again from {from} to {to} with', '{from}부터 {to}까지 다시 재생했습니다. 바꾼 것:', {
    from: sheet.slot('date-time', `${ID}#from`),
    to: sheet.slot('date-time', `${ID}#to`),
  });
  const told = joinPhrases(
    changes.map((change, index) => changePhrase(sheet, change, index, settings)),
    ', ',
  );
  const whole = joinPhrases([span, told], ' ');
  return sentence('what-if.span', {
    template: { en: `${whole.template.en}.`, ko: `${whole.template.ko}.` },
    slots: whole.slots,
  });
}

function changePhrase(sheet: FactSheet, change: WhatIfChange, index: number, settings: readonly SettingView[]): Phrase {
  const path = `${ID}#changes[${index}]`;
  if (change.type === 'setting') return settingPhrase(sheet, change, index, settings);
  const slots = { fraction: sheet.slot('percent', `${path}.fraction`) };
  return change.type === 'stop'
    ? phrase("the strategies' stops {fraction} from the entry", '전략의 손절을 진입가에서 {fraction}', slots)
    : phrase("the strategies' targets {fraction} from the entry", '전략의 목표를 진입가에서 {fraction}', slots);
}

function settingPhrase(
  sheet: FactSheet,
  { key, value }: Extract<WhatIfChange, { type: 'setting' }>,
  index: number,
  settings: readonly SettingView[],
): Phrase {
  const path = `${ID}#changes[${index}]`;
  if (typeof value === 'boolean') {
    const slots = { strategy: sheet.slot('term:source', `${ID}#strategies[${index}]`) };
    return value
      ? phrase('{strategy} switched on', '{strategy} 켜기', slots)
      : phrase('{strategy} switched off', '{strategy} 끄기', slots);
  }
  const unit = settings.find((one) => one.key === key)?.unit ?? 'choice';
  return phrase('{key} at {value}', '{key} {value}', {
    key: sheet.slot('quote', `${path}.key`),
    value: sheet.slot(SETTING_UNITS[unit], `${path}.value`),
  });
}

const LEADS = {
  happened: ['What happened', '실제'],
  instead: ['Instead', '바꾼 경우'],
} as const;

function outcomeSentence(sheet: FactSheet, which: keyof typeof LEADS, outcome: SpanOutcome): AnswerSentence {
  const path = `${ID}#${which}`;
  const [en, ko] = LEADS[which];
  const isDown = outcome.maxDrawdownFraction > 0;
  const parts = [
    phrase(`${en}: {net} after fees ({fraction})`, `${ko}: 수수료 후 {net}({fraction})`, {
      net: sheet.slot('signed-money', `${path}.net`),
      fraction: sheet.slot('signed-percent', `${path}.returnFraction`),
    }),
    phrase('{entries} entries', '진입 {entries}건', { entries: sheet.slot('count', `${path}.entries`) }),
    phrase('{trades} closed trades, {won} of them won', '청산 {trades}건 중 수익 {won}건', {
      trades: sheet.slot('count', `${path}.trades`),
      won: sheet.slot('count', `${path}.won`),
    }),
    phrase('fees {fees}', '수수료 {fees}', { fees: sheet.slot('money', `${path}.fees`) }),
    ...(isDown
      ? [
          phrase('deepest fall {fall}.', '최대 낙폭 {fall}.', {
            fall: sheet.slot('percent', `${path}.maxDrawdownFraction`),
          }),
        ]
      : [phrase('no fall below an earlier high.', '고점 대비 낙폭 없음.')]),
  ];
  return sentence(`what-if.${which}`, joinPhrases(parts, ', '));
}

function differenceSentence(sheet: FactSheet, { difference, heldFraction }: Played): AnswerSentence {
  const slots = { difference: sheet.slot('signed-money', `${ID}#difference`) };
  const parts = [
    Number(difference) === 0
      ? phrase('It would have come to the same ({difference}).', '결과는 같았을 것입니다({difference}).', slots)
      : phrase('The change makes {difference}.', '바꾼 결과의 차이는 {difference}입니다.', slots),
  ];
  if (heldFraction !== null) {
    parts.push(
      phrase(
        'Buying all markets in equal parts and keeping them came to {held}.',
        '모든 코인을 같은 비중으로 사서 보유했다면 {held}입니다.',
        { held: sheet.slot('signed-percent', `${ID}#heldFraction`) },
      ),
    );
  }
  return sentence('what-if.difference', parts);
}

function caveats(sheet: FactSheet, { changes, otherReviewers, lostAnswers }: Played): readonly AnswerSentence[] {
  const told: AnswerSentence[] = [];
  if (changes.some(({ type }) => type === 'stop')) {
    told.push(
      sentence(
        'what-if.sizes',
        phrase(
          'The strategies measure their own stops in ATR; sizes follow from the stop, since what is risked stays the same.',
          '전략은 본래 손절을 ATR로 정합니다. 위험 금액은 그대로이므로 손절에 따라 수량도 달라집니다.',
        ),
        ID,
      ),
    );
  }
  if (otherReviewers) {
    told.push(
      sentence(
        'what-if.reviewers',
        phrase(
          'Rules voted in place of the language models, which cannot be asked what they would have said; so not all of the difference is the change.',
          '언어 모델에는 그때의 의견을 다시 물을 수 없어 규칙이 대신 투표했습니다. 차이가 모두 바꾼 설정 때문은 아닙니다.',
        ),
        ID,
      ),
    );
  }
  if (lostAnswers > 0) {
    told.push(
      sentence(
        'what-if.answers',
        phrase(
          '{count} answers of people belonged to proposals that did not come up again.',
          '사람의 답 {count}건은 같은 제안이 다시 나오지 않아 반영하지 못했습니다.',
          { count: sheet.slot('count', `${ID}#lostAnswers`) },
        ),
      ),
    );
  }
  told.push(
    sentence(
      'what-if.past',
      phrase('One span of the past says little about the next.', '지난 한 기간의 결과는 앞으로를 말해 주지 않습니다.'),
      ID,
    ),
  );
  return told;
}
