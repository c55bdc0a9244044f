import type { Language } from './language.ts';

/** What only Discord needs to say. */
export interface DiscordWords {
  readonly trouble: Readonly<Record<'revoked' | 'away' | 'back', string>>;
  readonly notHere: string;
  readonly formGone: string;
  formBuy(p: { coin: string }): string;
  formSell(p: { coin: string }): string;
  readonly formFields: Readonly<Record<'size' | 'limit' | 'stop' | 'target', string>>;
  readonly formSizeHint: string;
  /** Beside the kinds of alerts, while somebody types. */
  readonly alerts: Readonly<Record<'kinds' | 'all' | 'test', string>>;
}

export const DISCORD_WORDS: Readonly<Record<Language, DiscordWords>> = {
  en: {
    trouble: {
      revoked:
        'Discord does not accept the bot token any more. The desk goes on without Discord; set a new token and start again.',
      away: 'Discord cannot be reached. What is to be told is kept and sent later.',
      back: 'Discord works again.',
    },
    notHere: 'Not in this channel. Please write to me in a direct message.',
    formGone: 'This form is no longer open. Please begin the order again.',
    formBuy: (p) => `Buy ${p.coin}`,
    formSell: (p) => `Sell ${p.coin}`,
    formFields: {
      size: 'Size',
      limit: 'Limit price (optional)',
      stop: 'Stop: price or distance (optional)',
      target: 'Target: price or distance (optional)',
    },
    formSizeHint: '0.1, 200 usdt or 5%',
    alerts: { kinds: 'The kinds and how you hear them', all: 'All of them', test: 'Send me a test alert' },
  },
  ko: {
    trouble: {
      revoked:
        '디스코드가 봇 토큰을 더 이상 받지 않습니다. 데스크는 디스코드 없이 계속합니다. 새 토큰을 설정하고 다시 시작하십시오.',
      away: '디스코드에 연결할 수 없습니다. 보낼 내용은 보관했다가 나중에 보냅니다.',
      back: '디스코드가 다시 연결되었습니다.',
    },
    notHere: '이 채널에서는 답하지 않습니다. 개인 메시지로 말씀해 주십시오.',
    formGone: '이 입력 창은 더 이상 유효하지 않습니다. 주문을 다시 시작해 주십시오.',
    formBuy: (p) => `${p.coin} 매수`,
    formSell: (p) => `${p.coin} 매도`,
    formFields: {
      size: '수량',
      limit: '지정가 (선택)',
      stop: '손절: 가격 또는 거리 (선택)',
      target: '목표: 가격 또는 거리 (선택)',
    },
    formSizeHint: '0.1, 200 usdt, 5%',
    alerts: { kinds: '알림 종류와 설정 보기', all: '전체', test: '시험 알림 보내기' },
  },
};
