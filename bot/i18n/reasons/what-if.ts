import type { Sentences } from './sentence.ts';

/** Why a recorded span is not played again with something changed. */
export const WHAT_IF_REASONS: Sentences = {
  'what-if.busy': {
    en: 'Another span is being played again; one at a time.',
    ko: '다른 기간을 다시 재생하는 중입니다. 한 번에 하나만 할 수 있습니다.',
  },
  'what-if.nothing-recorded': {
    en: 'This desk has no record yet, so nothing can be played again.',
    ko: '아직 기록이 없어 다시 재생할 기간이 없습니다.',
  },
  'what-if.nothing-changed': {
    en: 'Say what should have been different, such as a stop of 2%.',
    ko: '무엇을 바꿀지 알려 주세요. 예: 손절 2%',
  },
  'what-if.outside': {
    en: 'The record holds {fromAt} to {toAt}; that span lies outside it.',
    ko: '기록은 {fromAt}부터 {toAt}까지입니다. 그 기간은 기록에 없습니다.',
  },
  'what-if.too-short': {
    en: 'Only {fromAt} to {toAt} of it is recorded; a comparison takes at least {leastMs}.',
    ko: '기록된 부분이 {fromAt}부터 {toAt}까지뿐입니다. 비교하려면 최소 {leastMs}이 필요합니다.',
  },
  'what-if.too-long': {
    en: 'Every run begins where the desk began, and more than {mostMs} takes too long.',
    ko: '재생은 데스크가 시작한 때부터 하므로 {mostMs|을/를} 넘으면 너무 오래 걸립니다.',
  },
  'what-if.own-orders-only': {
    en: '{key:text} is for your own orders, which are repeated with the stop they had. Ask for another stop instead, such as stop 2%.',
    ko: '{key:text} 설정은 직접 주문에만 쓰이고, 직접 주문은 당시 손절가 그대로 반복합니다. 전략의 손절을 바꾸려면 예: 손절 2%',
  },
  'what-if.needs-answers': {
    en: '{key:text} cannot be played: nobody knows what you would have answered.',
    ko: '{key:text} 설정은 재생할 수 없습니다. 그때 어떻게 답했을지 알 수 없기 때문입니다.',
  },
  'what-if.distance-range': {
    en: 'A stop or target lies between {minimum:percent} and {maximum:percent} of the price.',
    ko: '손절과 목표는 가격의 {minimum:percent}에서 {maximum:percent} 사이여야 합니다.',
  },
  'what-if.not-a-change': {
    en: '{text:text} cannot be played: say stop, target, or a setting with its value.',
    ko: '{text:text|은/는} 재생할 수 없습니다. 손절, 목표 또는 설정과 값을 적어 주세요.',
  },
  'what-if.cancelled': {
    en: 'Stopped; nothing was played to its end.',
    ko: '중단했습니다. 재생을 끝까지 하지 않았습니다.',
  },
  'what-if.too-late': {
    en: 'That took too long and was given up.',
    ko: '시간이 너무 오래 걸려 그만두었습니다.',
  },
  'what-if.failed': {
    en: 'Playing it again failed; the running desk is untouched.',
    ko: '다시 재생하지 못했습니다. 실행 중인 데스크에는 영향이 없습니다.',
  },
};
