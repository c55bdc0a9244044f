import type { ExternalAnswer } from '../../engine/domain/external-change.ts';
import type { Language } from './language.ts';

interface ExternalWords {
  title(p: { id: string; coin: string }): string;
  /** What is held after it. */
  readonly held: string;
  readonly atVenue: string;
  readonly how: string;
  readonly answer: Readonly<Record<ExternalAnswer, string>>;
  readonly what: Readonly<Record<ExternalAnswer, string>>;
  answered(p: { id: string; by: string; answer: string }): string;
  dust(p: { size: string; cost: string }): string;
  funding(p: { coin: string; amount: string }): string;
  readonly usage: string;
}

/** What is said of trades on the account that are not the desk's. */
export const EXTERNAL_WORDS: Readonly<Record<Language, ExternalWords>> = {
  en: {
    title: ({ id, coin }) => `${id} Outside change: ${coin}`,
    held: 'Held now',
    atVenue: 'At the venue',
    how: 'The strategies leave this market alone until you say whose it is.',
    answer: { 'take-over': 'Take it over', leave: 'Leave it alone', close: 'Close it' },
    what: {
      'take-over': 'the desk guards it with a stop',
      leave: 'the desk keeps its hands off',
      close: 'the desk sells or buys it back now',
    },
    answered: ({ id, by, answer }) => `${id}: ${by} said “${answer}”.`,
    dust: ({ size, cost }) =>
      `${size} (cost ${cost}) is left and too small to trade. It is kept, and not told of again.`,
    funding: ({ coin, amount }) => `Funding of ${coin}: ${amount}.`,
    usage: 'Write /outside X-3 takeover, leave or close.',
  },
  ko: {
    title: ({ id, coin }) => `${id} 외부 변경: ${coin}`,
    held: '현재 보유',
    atVenue: '거래소 보유',
    how: '누구의 포지션인지 답하실 때까지 전략은 이 종목을 거래하지 않습니다.',
    answer: { 'take-over': '데스크가 맡기', leave: '그대로 두기', close: '청산하기' },
    what: {
      'take-over': '데스크가 손절 주문으로 지킵니다',
      leave: '데스크가 손대지 않습니다',
      close: '데스크가 지금 청산합니다',
    },
    answered: ({ id, by, answer }) => `${id}: ${by} 님이 ‘${answer}’ 선택.`,
    dust: ({ size, cost }) =>
      `${size} (취득가 ${cost}) 잔량이 너무 작아 거래할 수 없습니다. 보관하며 다시 알리지 않습니다.`,
    funding: ({ coin, amount }) => `${coin} 펀딩: ${amount}.`,
    usage: '/outside X-3 takeover, leave, close 중 하나로 적어 주세요.',
  },
};
