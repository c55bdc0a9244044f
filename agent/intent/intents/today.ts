import { type Intent, says } from '../intent.ts';

const KO = /무슨일|뭔일|뭐했|뭐햇|뭘했|어땠|요약|브리핑|정리해|일있었|별일|특이사항|오늘하루/;
const EN =
  /\bwhat happened\b|\bwhat('s| is| has been) happening\b|\bwhat('s| is) going on\b|\bwhat did you do\b|\bsummar(y|ise|ize)\b|\brecap\b|\bbrief( me|ing)?\b|\bhow was\b|\banything (new|happen(ed)?|interesting)\b|\bwhat('s| is) new\b|\bcatch me up\b|\bdid anything happen\b|\bwhat have you been\b/;

/** What happened in a span, today unless another is named. */
export const today: Intent = {
  name: 'today',
  example: { ko: '오늘 무슨 일 있었어?', en: 'what happened today?' },
  score: (utterance) => (says(utterance, KO, EN) ? 74 : 0),
};
