import type { Language } from './language.ts';
import { counted } from './plural.ts';

/** What is said of a change that was tried on the record. */
export interface EffectWords {
  sample(p: { entries: string; traded: string; since: string }): string;
  readonly noEntries: string;
  otherValue(p: { count: string }): string;
  readonly blockedNone: string;
  blocked(p: { count: string; traded: string }): string;
  net(p: { closed: string; net: string }): string;
  unknownNet(p: { count: string }): string;
  admitted(p: { stopped: string; count: string }): string;
  sizesSame(): string;
  sizes(p: { changed: string; ratio: string }): string;
  capped(p: { before: string; after: string }): string;
  askedSame(p: { count: string; entries: string }): string;
  asked(p: { before: string; after: string; entries: string }): string;
  overruled(p: { count: string }): string;
  readonly noApprovals: string;
  outOfTime(p: { approved: string; count: string }): string;
  ranOut(p: { count: string }): string;
  requoted(p: { approved: string; before: string; after: string }): string;
  strategyMade(p: { strategy: string; count: string; traded: string }): string;
  strategyMadeNone(p: { strategy: string }): string;
  readonly strategyOn: string;
  own(p: { count: string }): string;
  readonly ownNone: string;
  readonly stopUntold: string;
  readonly alone: string;
  exposureNow(p: { share: string }): string;
  symbolNow(p: { coin: string; share: string }): string;
  dayNow(p: { change: string }): string;
  drawdownNow(p: { share: string }): string;
  positionsNow(p: { count: string }): string;
  readonly blocksNow: string;
  pendingNow(p: { count: string }): string;
}

const EN: EffectWords = {
  sample: (p) =>
    `Tried on ${p.entries === '1' ? 'the one entry' : `the last ${p.entries} entries`} that the rules let pass, since ${p.since}; ${p.traded} of them traded.`,
  noEntries: 'There is no entry in the record yet, so nobody can tell what it would have done.',
  otherValue: (p) => `${p.count} of them were made under another value than the present one.`,
  blockedNone: 'It would have blocked none of them.',
  blocked: (p) => `It would have blocked ${p.count} of the last ${p.traded} that traded`,
  net: (p) => ` (net of the ${p.closed} closed: ${p.net})`,
  unknownNet: (p) => `; ${p.count} have no closed trade of their own to count`,
  admitted: (p) => `Of ${p.stopped} that the rules stopped in that time, ${p.count} would have passed.`,
  sizesSame: () => 'No size would have been different.',
  sizes: (p) => `Sizes would have been ×${p.ratio} on average (${p.changed} different).`,
  capped: (p) => `A cap would have cut ${p.after} of them instead of ${p.before}.`,
  askedSame: (p) => `It would have asked you about ${p.count} of the last ${p.entries}, as it did.`,
  asked: (p) => `It would have asked you about ${p.after} of the last ${p.entries} instead of ${p.before}.`,
  overruled: (p) => `${p.count} that you declined or left unanswered would have been traded without asking.`,
  noApprovals: 'No proposal among them was approved by anybody, so the record cannot tell.',
  outOfTime: (p) => `Of ${p.approved} approvals, ${p.count} would have come too late.`,
  ranOut: (p) =>
    `${p.count} ran out unanswered; whether a longer time would have helped cannot be told from the record.`,
  requoted: (p) => `Of ${p.approved} approvals, ${p.after} would have met a new quote instead of ${p.before}.`,
  strategyMade: (p) => `${p.strategy} made ${p.count} of the last ${p.traded} that traded`,
  strategyMadeNone: (p) => `${p.strategy} made none of them.`,
  strategyOn: 'What it would have entered while it was off cannot be told from the record.',
  own: (p) => `${p.count} of them were orders by hand.`,
  ownNone: 'None of them was an order by hand.',
  stopUntold:
    'It counts only for orders by hand without a stop; which of the old ones had none cannot be told from the record.',
  alone: 'Each entry is judged by itself; what one would have changed for the next is not played on.',
  exposureNow: (p) => `exposure ${p.share}`,
  symbolNow: (p) => `largest position ${p.coin}, ${p.share}`,
  dayNow: (p) => `today ${p.change}`,
  drawdownNow: (p) => `${p.share} below the highest equity`,
  positionsNow: (p) => counted(p.count, 'position'),
  blocksNow: ' — new entries would be blocked at once; nothing that is held is closed by it',
  pendingNow: (p) => `${counted(p.count, 'proposal')} waiting already: nothing changes for what was put before`,
};

const KO: EffectWords = {
  sample: (p) => `${p.since} 이후 규칙을 통과한 최근 진입 ${p.entries}건(체결 ${p.traded}건)에 적용해 본 결과입니다.`,
  noEntries: '아직 진입 기록이 없어 어떤 영향이 있었을지 알 수 없습니다.',
  otherValue: (p) => `그중 ${p.count}건은 지금과 다른 값일 때 나온 것입니다.`,
  blockedNone: '그중 차단되었을 진입은 없습니다.',
  blocked: (p) => `최근 체결된 진입 ${p.traded}건 중 ${p.count}건이 차단되었을 것입니다`,
  net: (p) => ` (그중 청산된 ${p.closed}건의 순손익: ${p.net})`,
  unknownNet: (p) => `; ${p.count}건은 따로 셀 수 있는 청산 거래가 없습니다`,
  admitted: (p) => `같은 기간 규칙에 막힌 ${p.stopped}건 중 ${p.count}건은 통과했을 것입니다.`,
  sizesSame: () => '크기가 달라졌을 진입은 없습니다.',
  sizes: (p) => `크기는 평균 ${p.ratio}배였을 것입니다 (달라지는 것 ${p.changed}건).`,
  capped: (p) => `한도에 걸려 줄어드는 진입: ${p.before}건 → ${p.after}건.`,
  askedSame: (p) => `최근 ${p.entries}건 중 승인 요청은 ${p.count}건으로 그대로입니다.`,
  asked: (p) => `최근 ${p.entries}건 중 승인 요청: ${p.before}건 → ${p.after}건.`,
  overruled: (p) => `거절했거나 답하지 않은 ${p.count}건이 묻지 않고 체결되었을 것입니다.`,
  noApprovals: '그중 승인한 제안이 없어 기록만으로는 알 수 없습니다.',
  outOfTime: (p) => `승인한 ${p.approved}건 중 ${p.count}건은 시간이 지나 버려졌을 것입니다.`,
  ranOut: (p) => `${p.count}건은 답이 없어 만료되었습니다. 시간이 더 길었다면 답했을지는 기록으로 알 수 없습니다.`,
  requoted: (p) => `승인한 ${p.approved}건 중 새 가격으로 다시 묻는 제안: ${p.before}건 → ${p.after}건.`,
  strategyMade: (p) => `최근 체결된 진입 ${p.traded}건 중 ${p.count}건이 ${p.strategy} 전략의 진입입니다`,
  strategyMadeNone: (p) => `그중 ${p.strategy} 전략의 진입은 없습니다.`,
  strategyOn: '꺼져 있는 동안 무엇에 진입했을지는 기록으로 알 수 없습니다.',
  own: (p) => `그중 직접 낸 주문은 ${p.count}건입니다.`,
  ownNone: '그중 직접 낸 주문은 없습니다.',
  stopUntold:
    '손절가 없이 직접 낸 주문에만 적용됩니다. 지난 주문 중 어느 것에 손절가가 없었는지는 기록으로 알 수 없습니다.',
  alone: '진입마다 따로 판단한 결과이며, 한 건이 다음 건에 미쳤을 영향은 따지지 않았습니다.',
  exposureNow: (p) => `노출 ${p.share}`,
  symbolNow: (p) => `가장 큰 포지션 ${p.coin}, ${p.share}`,
  dayNow: (p) => `오늘 ${p.change}`,
  drawdownNow: (p) => `최고점 대비 ${p.share} 아래`,
  positionsNow: (p) => `포지션 ${p.count}개`,
  blocksNow: ' — 새 진입이 바로 막힙니다. 보유한 포지션은 이것으로 청산되지 않습니다',
  pendingNow: (p) => `이미 대기 중인 제안 ${p.count}건은 그대로입니다`,
};

export const EFFECT_WORDS: Readonly<Record<Language, EffectWords>> = { en: EN, ko: KO };
