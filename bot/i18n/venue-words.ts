import type { RiskLimits } from '../../engine/domain/risk.ts';
import type { Format } from './format.ts';
import type { Language } from './language.ts';

/** Words of a desk that follows a real market. */
export interface VenueWords {
  readonly names: Readonly<Record<string, string>>;
  readonly title: Readonly<Record<'paper' | 'live', (p: { version: string }) => string>>;
  readonly follows: (p: { venue: string; coins: string; currency: string }) => string;
  readonly firstPaper: (p: { equity: string }) => string;
  readonly firstLive: (p: { equity: string }) => string;
  readonly again: Readonly<Record<'paper' | 'live', (p: { equity: string }) => string>>;
  readonly farewell: Readonly<Record<'paper' | 'live', (p: { time: string; equity: string }) => string>>;
  readonly venueLabel: string;
  /** Profit between a fill model that favours us and one that does not. */
  readonly bandLabel: string;
  readonly band: (p: { low: string; high: string }) => string;
  readonly bannerTitle: string;
  readonly banner: (p: { account: string; venue: string; order: string; exposure: string; loss: string }) => string;
  /** An earlier emergency keeps entries out. */
  readonly latched: string;
  /** Something is open in coins that the configuration names no more. */
  readonly leftBehind: (p: { coins: string }) => string;
  readonly leftBehindHint: string;
  readonly refusedTitle: (p: { count: number }) => string;
  readonly refusedHint: string;
  readonly notArmed: string;
  readonly armQuestion: (p: { account: string }) => string;
}

const NAMES_EN = { binance: 'Binance', binanceusdm: 'Binance USDT-M futures', upbit: 'Upbit', bithumb: 'Bithumb' };
const NAMES_KO = { binance: '바이낸스', binanceusdm: '바이낸스 USDT-M 선물', upbit: '업비트', bithumb: '빗썸' };

export const VENUE_WORDS: Readonly<Record<Language, VenueWords>> = {
  en: {
    names: NAMES_EN,
    title: {
      paper: (p) => `Assent ${p.version}: a real market, paper money`,
      live: (p) => `Assent ${p.version}: a real market, REAL MONEY`,
    },
    follows: (p) => `Following ${p.venue} as it happens: ${p.coins}, all in ${p.currency}.`,
    firstPaper: (p) =>
      `A new paper account of ${p.equity}; orders are filled on the live order book, and nothing is sent.`,
    firstLive: (p) => `The account holds ${p.equity}. Orders go to the venue.`,
    again: {
      paper: (p) => `The paper account goes on where it was; equity ${p.equity}.`,
      live: (p) => `The records are in line with the venue; equity ${p.equity}.`,
    },
    farewell: {
      paper: (p) => `Leaving at ${p.time} with ${p.equity}. The paper orders wait for the next start.`,
      live: (p) =>
        `Leaving at ${p.time} with ${p.equity}. What rests at the venue stays there; nothing else watches it until the next start.`,
    },
    venueLabel: 'Venue',
    bandLabel: 'Paper band',
    band: (p) => `${p.low} to ${p.high}, from unkind fills to kind ones`,
    bannerTitle: 'LIVE: REAL MONEY',
    banner: (p) =>
      `Account ${p.account} at ${p.venue}. Caps of equity: ${p.order} a person's order, ${p.exposure} in all, ${p.loss} lost a day.`,
    leftBehind: (p) => `The desk still has positions or orders in ${p.coins}, which venue.symbols does not name.`,
    leftBehindHint:
      'Put them back into venue.symbols until they are closed. What the venue lists no more can only be closed there; the desk then begins in a folder of its own: --data NAME.',
    latched:
      'EMERGENCY STOP is latched: no entries; an exit that was interrupted goes on. Look at the account, then an admin lifts it with /unpanic.',
    refusedTitle: (p) =>
      p.count === 1
        ? 'Real money is not traded: a condition does not hold.'
        : `Real money is not traded: ${p.count} conditions do not hold.`,
    refusedHint: 'Put this right and start again. Nothing was sent to the venue.',
    notArmed: 'That is not the name of the account; real money is not traded.',
    armQuestion: (p) => `Type the account's name (${p.account}) to go on, anything else to leave: `,
  },
  ko: {
    names: NAMES_KO,
    title: {
      paper: (p) => `Assent ${p.version}: 실제 시장, 모의 자금`,
      live: (p) => `Assent ${p.version}: 실제 시장, 실제 자금`,
    },
    follows: (p) => `${p.venue} 실시간 시장: ${p.coins}, 모든 금액은 ${p.currency}입니다.`,
    firstPaper: (p) => `새 모의 계좌 ${p.equity}. 주문은 실시간 호가로 체결해 보며 거래소로 보내지 않습니다.`,
    firstLive: (p) => `계좌 자산은 ${p.equity}입니다. 주문은 거래소로 나갑니다.`,
    again: {
      paper: (p) => `모의 계좌를 이어 갑니다. 자산 ${p.equity}.`,
      live: (p) => `기록이 거래소와 일치합니다. 자산 ${p.equity}.`,
    },
    farewell: {
      paper: (p) => `${p.time}, 자산 ${p.equity}에서 나갑니다. 모의 주문은 다음 시작까지 기다립니다.`,
      live: (p) =>
        `${p.time}, 자산 ${p.equity}에서 나갑니다. 거래소에 있는 주문은 그대로 남고, 다음 시작까지 다른 감시는 없습니다.`,
    },
    venueLabel: '거래소',
    bandLabel: '모의 손익 범위',
    band: (p) => `${p.low} ~ ${p.high} (불리한 체결 ~ 유리한 체결)`,
    bannerTitle: '실거래: 실제 자금',
    banner: (p) =>
      `${p.venue} 계좌 ${p.account}. 자산 대비 한도: 직접 주문 ${p.order}, 전체 ${p.exposure}, 하루 손실 ${p.loss}.`,
    leftBehind: (p) => `venue.symbols에 없는 ${p.coins}에 포지션이나 주문이 남아 있습니다.`,
    leftBehindHint:
      '청산될 때까지 venue.symbols에 다시 넣어 주세요. 거래소에서 더는 취급하지 않는 종목은 거래소에서만 청산할 수 있으며, 그때는 데스크를 새 폴더에서 시작합니다: --data NAME',
    latched:
      '비상 정지 상태: 새로 진입하지 않으며, 중단된 청산은 이어집니다. 계좌를 확인한 뒤 관리자가 /unpanic으로 푸세요.',
    refusedTitle: (p) => `실거래를 시작하지 않습니다. 갖추지 못한 조건 ${p.count}개:`,
    refusedHint: '위 내용을 고친 뒤 다시 시작하세요. 거래소로 보낸 것은 없습니다.',
    notArmed: '계좌 이름이 아니므로 실거래를 시작하지 않습니다.',
    armQuestion: (p) => `계속하려면 계좌 이름(${p.account})을, 그만두려면 다른 것을 입력하세요: `,
  },
};

/** Returns how much may be traded and lost, as the banner of real money tells it. */
export function liveCaps(limits: RiskLimits, format: Format): { order: string; exposure: string; loss: string } {
  return {
    order: format.percent(limits.maxHumanOrderFraction, 1),
    exposure: format.percent(limits.maxExposureFraction, 1),
    loss: format.percent(limits.maxDailyLossFraction, 1),
  };
}

/** Returns a venue as people call it. */
export function venueName(name: string, language: Language): string {
  return VENUE_WORDS[language].names[name] ?? name;
}
