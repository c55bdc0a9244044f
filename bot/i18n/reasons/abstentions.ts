import type { Sentences } from './sentence.ts';

/** Why a language model that reviews did not vote, as far as its words are not to blame. */
export const ABSTENTION_REASONS: Sentences = {
  'reviewer.not-asked': {
    en: 'Not asked: {after:text} had not assented, and one voice is enough to hold.',
    ko: '{after:text} 검토자가 동의하지 않아 더 묻지 않았습니다. 하나만 동의하지 않아도 보류합니다.',
  },
  'reviewer.own-order': {
    en: "Not asked: a person's own order waits for no language model.",
    ko: '직접 낸 주문은 언어 모델을 기다리지 않으므로 묻지 않았습니다.',
  },
  'reviewer.unavailable': {
    en: 'The reviewer cannot be reached: {detail:reason}.',
    ko: '검토자에 연결할 수 없습니다: {detail:reason}.',
  },
  'reviewer.limited': {
    en: 'The reviewer has no room: {detail:reason}.',
    ko: '검토자가 더 받지 못합니다: {detail:reason}.',
  },
  'reviewer.turned-away': {
    en: 'The server of the reviewer turned the question away: {detail:reason}.',
    ko: '검토자의 서버가 질문을 거부했습니다: {detail:reason}.',
  },
  'reviewer.over-budget': {
    en: 'The reviewer was not asked: {detail:reason}.',
    ko: '검토자에게 묻지 않았습니다: {detail:reason}.',
  },
  'reviewer.cancelled': {
    en: 'The question to the reviewer was taken back.',
    ko: '검토자에게 한 질문을 취소했습니다.',
  },
  'reviewer.not-recorded': {
    en: 'The recorded answers hold none to this question, and nobody is to be asked anew.',
    ko: '녹음된 답 중에 이 질문의 답이 없고, 새로 묻지 않는 설정입니다.',
  },
  'call.deadline': { en: 'its time was up', ko: '제한 시간 초과' },
  'call.stalled': { en: 'its server fell silent', ko: '서버가 답하다 멈춤' },
  'call.connection': { en: 'nobody answers at its address', ko: '주소에서 응답이 없음' },
  'call.server-error': { en: 'its server is out of order', ko: '서버 오류' },
  'call.model-missing': { en: 'its server does not have this model', ko: '서버에 이 모델이 없음' },
  'call.circuit-open': {
    en: 'it failed several times in a row and is left alone for a while',
    ko: '연속 실패로 잠시 부르지 않음',
  },
  'call.rate-limited': { en: 'too many questions for its plan', ko: '요청 한도 초과' },
  'call.too-large': { en: 'the question is too long for it', ko: '질문이 너무 김' },
  'call.key-refused': { en: 'it does not take this key', ko: '키를 받아들이지 않음' },
  'call.request-refused': { en: 'it does not take such a question', ko: '이런 요청을 받지 않음' },
  'call.day-tokens': { en: "the day's tokens are spent", ko: '오늘의 토큰 예산 소진' },
  'call.day-usd': { en: "the day's money for models is spent", ko: '오늘의 모델 비용 예산 소진' },
  'call.assistant-usd': { en: "the day's money for the assistant is spent", ko: '오늘의 도우미 비용 예산 소진' },
  'call.day-calls': { en: "the day's questions are spent", ko: '오늘의 질문 횟수 소진' },
  'call.fault': { en: 'a fault of our own, told in the log', ko: '내부 오류(로그 참고)' },
  'call.cancelled': { en: 'it was taken back', ko: '취소됨' },
};

/** The same in a word or two, for where a code stands inside another sentence and brings no values. */
export const SHORT_REASONS: Sentences = {
  'model.late': { en: 'too late', ko: '시간 초과' },
  'reviewer.late': { en: 'too late', ko: '시간 초과' },
  'reviewer.not-asked': { en: 'not asked', ko: '묻지 않음' },
  'reviewer.unavailable': { en: 'not reachable', ko: '연결 불가' },
  'reviewer.limited': { en: 'no room', ko: '한도 초과' },
  'reviewer.turned-away': { en: 'turned away', ko: '요청 거부됨' },
  'reviewer.over-budget': { en: 'budget spent', ko: '예산 소진' },
};
