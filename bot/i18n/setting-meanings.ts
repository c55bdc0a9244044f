import type { Language } from './language.ts';

/** What each setting means, in one sentence. */
const MEANINGS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'risk.max-exposure': {
    en: 'All positions and waiting entries together are worth at most this share of equity.',
    ko: '모든 포지션과 대기 중인 진입 주문을 합해 자산의 이 비율까지만 허용합니다.',
  },
  'risk.max-symbol-exposure': {
    en: "One coin's position and waiting entries are worth at most this share of equity.",
    ko: '한 코인의 포지션과 대기 중인 진입 주문은 자산의 이 비율까지만 허용합니다.',
  },
  'risk.max-daily-loss': {
    en: 'Once this share of equity is lost since midnight UTC, nothing new is entered that day.',
    ko: 'UTC 자정 이후 자산의 이 비율을 잃으면 그날은 새로 진입하지 않습니다.',
  },
  'risk.max-drawdown': {
    en: 'This far below its highest equity, the desk enters nothing until somebody types /resume.',
    ko: '자산이 최고점에서 이만큼 내려오면 /resume 을 입력할 때까지 새로 진입하지 않습니다.',
  },
  'risk.max-open-positions': {
    en: 'At most so many positions are held at the same time.',
    ko: '동시에 보유하는 포지션 수의 상한입니다.',
  },
  'risk.cooldown-after-loss': {
    en: 'After a losing trade in a coin, nothing is entered in that coin for this long.',
    ko: '어떤 코인에서 손실로 청산하면 이 시간 동안 그 코인에는 다시 진입하지 않습니다.',
  },
  'risk.per-trade': {
    en: "What one of the desk's entries may lose at its stop, as a share of equity; the size follows from it.",
    ko: '데스크의 진입 한 건이 손절될 때 잃어도 되는 자산 비율이며, 주문 크기가 여기서 정해집니다.',
  },
  'risk.default-stop': {
    en: 'How far away the stop of your own order is put when you name none, as a share of the price.',
    ko: '직접 낸 주문에 손절가를 적지 않았을 때 가격에서 이만큼 떨어진 곳에 손절을 둡니다.',
  },
  'approval.mode': {
    en: 'When you are asked before an entry: auto never, ask-above from the size in approval.ask-above on, ask-always every time.',
    ko: '진입 전에 언제 물어볼지 정합니다. auto는 묻지 않고, ask-above는 approval.ask-above 크기부터, ask-always는 항상 묻습니다.',
  },
  'approval.ask-above': {
    en: 'Entries from this share of equity on are put to you first; your own orders from twice that on.',
    ko: '자산의 이 비율 이상인 진입은 먼저 승인을 받습니다. 직접 낸 주문은 그 두 배부터입니다.',
  },
  'approval.max-drift': {
    en: 'If the price has moved further than this when you approve, you are asked again at the new price.',
    ko: '승인할 때 가격이 이보다 더 움직였으면 새 가격으로 다시 묻습니다.',
  },
  'approval.expires-after': {
    en: 'A proposal that nobody answers within this time is dropped.',
    ko: '이 시간 안에 답이 없는 제안은 버립니다.',
  },
};

const STRATEGY: Readonly<Record<Language, string>> = {
  en: 'Whether this strategy may enter. What it holds it still gets out of when it is off.',
  ko: '이 전략이 새로 진입해도 되는지 정합니다. 꺼져 있어도 이미 보유한 포지션은 청산합니다.',
};

/** Returns what a setting means; an empty text for one that is not described. */
export function settingMeaning(key: string, language: Language): string {
  if (key.startsWith('strategy.')) return STRATEGY[language];
  return MEANINGS[key]?.[language] ?? '';
}
