import type { Sentences } from './sentence.ts';

/** How a weighted ensemble came to act or to hold: docs/reason-codes.md. */
export const ENSEMBLE_REASONS: Sentences = {
  'consensus.weighted': {
    en: 'The weighted votes of {voted:count} voters add up to {score:two-digits}, and {threshold:two-digits} was needed for {wanted}.',
    ko: '투표자 {voted:count}명의 가중 점수가 {score:two-digits}{|으로/로} {wanted} 기준 {threshold:two-digits}{|을/를} 채웠습니다.',
  },
  'consensus.vetoed': {
    en: '{voter:text} sits in the seat for risk and said {stance}: that is a veto, whatever the others say ({score:two-digits}).',
    ko: '위험 검토를 맡은 {voter:text}의 의견이 {stance|이라/라} 거부권이 행사되었습니다. 다른 의견의 점수({score:two-digits})와 무관합니다.',
  },
  'consensus.seat-absent': {
    en: 'The seat “{seat:term}” gave no vote ({why:reason}), and nothing is done without it.',
    ko: '‘{seat:term}’ 담당의 투표가 없습니다({why:reason}). 이 투표 없이는 거래하지 않습니다.',
  },
  'consensus.no-quorum': {
    en: 'Only {voted:count} voted, and {quorum:count} are needed.',
    ko: '투표자가 {voted:count}명뿐입니다. {quorum:count}명이 필요합니다.',
  },
  'consensus.outweighed': {
    en: 'The weighted votes of {voted:count} voters add up to {score:two-digits}, and {threshold:two-digits} is needed for {wanted}.',
    ko: '투표자 {voted:count}명의 가중 점수가 {score:two-digits}{|으로/로} {wanted} 기준 {threshold:two-digits}에 못 미칩니다.',
  },
};
