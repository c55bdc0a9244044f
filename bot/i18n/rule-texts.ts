import type { Language } from './language.ts';
import { withParticle } from './particle.ts';

/** What is said about alert rules around the rules themselves. */
export interface RuleTexts {
  readonly title: string;
  readonly none: string;
  readonly how: string;
  readonly columns: readonly [string, string, string, string];
  added(p: { number: string; rule: string }): string;
  readonly current: string;
  wouldHave(p: { count: string; span: string; last: string | null }): string;
  wouldNever(p: { span: string }): string;
  readonly noHistory: string;
  readonly holds: string;
  far(p: { times: string; currency: string }): string;
  farBelow(p: { currency: string }): string;
  tooMany(p: { limit: string }): string;
  same(p: { number: string }): string;
  unknown(p: { number: string }): string;
  readonly whichOne: string;
  removed(p: { number: string; rule: string }): string;
  awake(p: { number: string; rule: string }): string;
  readonly away: string;
  toldAt(p: { time: string }): string;
  toldOnce(p: { time: string }): string;
  readonly waits: string;
  firedTitle(p: { number: string }): string;
  readonly price: string;
  readonly reached: string;
  readonly value: string;
  readonly at: string;
  readonly report: string;
  readonly source: string;
  readonly tone: string;
  readonly changed: string;
  readonly undo: string;
  readonly chart: string;
  readonly off: string;
  readonly again: string;
  readonly news: string;
  removeChoice(p: { number: string }): string;
}

export const RULE_TEXTS: Readonly<Record<Language, RuleTexts>> = {
  en: {
    title: 'Your alert rules',
    none: 'You have no alert rules.',
    how: 'New: /alert BTC > 100k, /alert BTC rsi 1h < 30, /alert SOL -5% 1h, /alert news XRP hack, /alert pnl day -2%. Remove: /alert remove 3',
    columns: ['>#', 'Tell me of', '>Now', 'State'],
    added: (p) => `Alert ${p.number} is set: ${p.rule}.`,
    current: 'Now',
    wouldHave: (p) =>
      `It would have told you ${p.count === '1' ? 'once' : `${p.count} times`} in the last ${p.span}${p.last === null ? '' : `, last at ${p.last}`}.`,
    wouldNever: (p) => `It would not have told you once in the last ${p.span}.`,
    noHistory: 'There is nothing written down yet to tell how often it would have told you.',
    holds: 'That is so already: you are told the next time it comes about.',
    far: (p) => `That is ${p.times} times the price now. Prices here are in ${p.currency}.`,
    farBelow: (p) => `That is a small part of the price now. Prices here are in ${p.currency}.`,
    tooMany: (p) => `You have ${p.limit} rules, which is the most one person can have. Remove one with /alert remove.`,
    same: (p) => `You have that rule already: it is number ${p.number}.`,
    unknown: (p) => `You have no alert rule ${p.number}. /alert lists yours.`,
    whichOne: 'Which one? Write its number, such as /alert remove 3.',
    removed: (p) => `Alert ${p.number} is removed: ${p.rule}.`,
    awake: (p) => `Alert ${p.number} waits again: ${p.rule}.`,
    away: 'Alert rules are not available here.',
    toldAt: (p) => `told ${p.time}, waits`,
    toldOnce: (p) => `told ${p.time}, done`,
    waits: 'waits',
    firedTitle: (p) => `Alert ${p.number}`,
    price: 'Price',
    reached: 'Reached',
    value: 'Value',
    at: 'Time',
    report: 'Report',
    source: 'Source',
    tone: 'Tone',
    changed: 'Change',
    undo: 'Undo',
    chart: 'Chart',
    off: 'Turn off',
    again: 'Tell me again',
    news: 'News',
    removeChoice: (p) => `Remove ${p.number}`,
  },
  ko: {
    title: '내 알림 규칙',
    none: '설정한 알림 규칙이 없습니다.',
    how: '추가: /alert 비트 10만 이상, /alert 비트 RSI 1시간봉 30 아래, /alert SOL -5% 1h, /alert 뉴스 리플 해킹, /alert 오늘 손익 -2%. 삭제: /alert 삭제 3',
    columns: ['>#', '알릴 내용', '>현재', '상태'],
    added: (p) => `알림 ${withParticle(p.number, '을/를')} 설정했습니다: ${p.rule}.`,
    current: '현재',
    wouldHave: (p) =>
      `지난 ${p.span} 기록에 대 보면 ${p.count}번 울렸을 규칙입니다${p.last === null ? '' : ` (마지막 ${p.last})`}.`,
    wouldNever: (p) => `지난 ${p.span} 기록에 대 보면 한 번도 울리지 않았을 규칙입니다.`,
    noHistory: '얼마나 자주 울렸을지 따져 볼 기록이 아직 없습니다.',
    holds: '이미 그런 상태입니다. 다음에 다시 그렇게 될 때 알립니다.',
    far: (p) => `지금 가격의 ${p.times}배입니다. 이 데스크의 가격은 ${p.currency}입니다.`,
    farBelow: (p) => `지금 가격의 아주 작은 부분입니다. 이 데스크의 가격은 ${p.currency}입니다.`,
    tooMany: (p) => `알림 규칙이 한 사람의 한도인 ${p.limit}개입니다. /alert 삭제로 하나를 지워 주세요.`,
    same: (p) => `같은 규칙이 이미 있습니다: ${p.number}번.`,
    unknown: (p) => `알림 규칙 ${p.number}번이 없습니다. /alert에서 목록을 볼 수 있습니다.`,
    whichOne: '몇 번입니까? 번호를 적어 주세요. 예: /alert 삭제 3',
    removed: (p) => `알림 ${withParticle(p.number, '을/를')} 지웠습니다: ${p.rule}.`,
    awake: (p) => `알림 ${withParticle(p.number, '이/가')} 다시 기다립니다: ${p.rule}.`,
    away: '여기에서는 알림 규칙을 쓸 수 없습니다.',
    toldAt: (p) => `${p.time} 알림, 대기 중`,
    toldOnce: (p) => `${p.time} 알림, 끝`,
    waits: '대기 중',
    firedTitle: (p) => `알림 ${p.number}`,
    price: '가격',
    reached: '도달',
    value: '값',
    at: '시각',
    report: '기사',
    source: '출처',
    tone: '어조',
    changed: '변동',
    undo: '되돌리기',
    chart: '차트',
    off: '끄기',
    again: '다시 알리기',
    news: '뉴스',
    removeChoice: (p) => `${p.number}번 삭제`,
  },
};
