import type { Sentences } from './sentence.ts';

/** Why an advisor on the size gave no advice: docs/reason-codes.md. */
export const ADVISOR_REASONS: Sentences = {
  'advisor.late': {
    en: 'The advisor did not answer within {deadlineMs}.',
    ko: '조언자가 {deadlineMs} 안에 답하지 않았습니다.',
  },
  'advisor.failed': {
    en: 'The advisor failed.',
    ko: '조언자 실행에 실패했습니다.',
  },
  'advisor.malformed': {
    en: "The advisor's answer made no sense.",
    ko: '조언자의 답이 올바른 형식이 아닙니다.',
  },
  'advisor.refused': {
    en: 'The advisor declined to answer.',
    ko: '조언자가 답변을 거절했습니다.',
  },
  'advisor.turned-away': {
    en: 'The server of the advisor turned the question away: {detail:reason}.',
    ko: '조언자의 서버가 질문을 거부했습니다: {detail:reason}.',
  },
  'advisor.unavailable': {
    en: 'The advisor cannot be reached: {detail:reason}.',
    ko: '조언자에 연결할 수 없습니다: {detail:reason}.',
  },
  'advisor.limited': {
    en: 'The advisor has no room: {detail:reason}.',
    ko: '조언자가 더 받지 못합니다: {detail:reason}.',
  },
  'advisor.over-budget': {
    en: 'The advisor was not asked: {detail:reason}.',
    ko: '조언자에게 묻지 않았습니다: {detail:reason}.',
  },
  'advisor.cancelled': {
    en: 'The question to the advisor was taken back.',
    ko: '조언자에게 한 질문을 취소했습니다.',
  },
  'advisor.not-recorded': {
    en: 'The recorded answers hold none to this question, and nobody is to be asked anew.',
    ko: '녹음된 답 중에 이 질문의 답이 없고, 새로 묻지 않는 설정입니다.',
  },
};
