import type { DeclineCode } from '../../engine/domain/approval.ts';
import type { ApprovalFate } from '../../engine/domain/approval-case.ts';
import type { ScoreExit } from '../../engine/domain/approval-score.ts';
import type { PersonPolicy } from '../../engine/domain/person-policy.ts';
import type { Language } from './language.ts';
import { withParticle } from './particle.ts';

/** What is said about who is asked, reasons of a no, and what answers came to. */
export interface ApprovalWords {
  readonly policyTitle: string;
  readonly policyPairs: { mine: string; desk: string; asleep: string; quiet: string };
  readonly asDesk: string;
  readonly deskMode: { auto: string; askAlways: string; askAbove(p: { share: string }): string };
  readonly mode: { auto: string; askAlways: string; askAbove(p: { share: string }): string };
  readonly asleep: Readonly<Record<PersonPolicy['asleep'], string>>;
  readonly noQuiet: string;
  quietSpan(p: { from: string; to: string; zone: string }): string;
  quietNow(p: { span: string; until: string }): string;
  readonly meaning: {
    always: string;
    above(p: { share: string }): string;
    never: string;
    others: string;
    asleep: Readonly<Record<PersonPolicy['asleep'], string>>;
    noQuiet: string;
  };
  readonly policyHow: string;
  readonly policyUsage: string;
  readonly laxer: string;
  readonly quietTitle: string;
  readonly quietUsage: string;
  readonly quietOff: string;
  readonly declineReason: Readonly<Record<DeclineCode, string>>;
  askReason(p: { id: string }): string;
  ownWords(p: { id: string }): string;
  reasonLine(p: { reason: string }): string;
  readonly approvalsTitle: string;
  readonly noApprovals: string;
  readonly columns: { proposal: string; answer: string; by: string; score: string };
  readonly fate: Readonly<Record<ApprovalFate, string>>;
  /** Of what a rule of somebody's own decided, to those who are not asked. */
  readonly unanswered: string;
  readonly exit: Readonly<Record<ScoreExit, string>>;
  readonly open: string;
  readonly wouldHave: string;
  readonly summary: {
    saved(p: { name: string | null; count: string; scored: string; money: string }): string;
    cost(p: { name: string | null; count: string; scored: string; money: string }): string;
    made(p: { name: string | null; count: string; scored: string; money: string }): string;
    otherHalves(p: { count: string; scored: string; money: string }): string;
    expired(p: { count: string; scored: string; money: string }): string;
    asleepSkipped(p: { count: string; scored: string; money: string }): string;
    asleepTraded(p: { count: string; scored: string; money: string }): string;
    note(p: { slippage: string }): string;
  };
  readonly older: string;
}

const counted = (one: string, many: string) => (count: string) => `${count} ${count === '1' ? one : many}`;
const vetoes = counted('veto', 'vetoes');
const approvals = counted('approval', 'approvals');
const proposals = counted('proposal', 'proposals');

export const APPROVAL_WORDS: Readonly<Record<Language, ApprovalWords>> = {
  en: {
    policyTitle: 'Who is asked',
    policyPairs: { mine: 'You', desk: 'The desk', asleep: 'While you sleep', quiet: 'Quiet hours' },
    asDesk: 'as the desk does',
    deskMode: {
      auto: 'asks about nothing',
      askAlways: 'asks about every entry',
      askAbove: (p) => `asks from ${p.share} of equity on`,
    },
    mode: {
      auto: 'do not ask me',
      askAlways: 'ask me about every entry',
      askAbove: (p) => `ask me from ${p.share} of equity on`,
    },
    asleep: { skip: 'skip', half: 'enter half', auto: 'enter' },
    noQuiet: 'none',
    quietSpan: (p) => `${p.from}–${p.to} (${p.zone})`,
    quietNow: (p) => `${p.span}, now until ${p.until}`,
    meaning: {
      always: 'Every entry that the desk proposes waits for your answer.',
      above: (p) => `Entries of ${p.share} of equity and more wait for your answer.`,
      never: 'The desk enters without asking you.',
      others: 'You get no card while somebody else can answer. Where nobody else can, you are asked all the same.',
      asleep: {
        skip: 'While everybody who would be asked sleeps, nothing is entered.',
        half: 'While everybody who would be asked sleeps, half is entered; the strictest of their rules counts.',
        auto: 'While everybody who would be asked sleeps, it is entered; the strictest of their rules counts.',
      },
      noQuiet: 'Without quiet hours you count as awake: /quiet 23:00-07:00 sets them.',
    },
    policyHow: '/policy always | above 20% | auto | default, /policy asleep skip | half | auto',
    policyUsage:
      'Write /policy always, /policy above 20%, /policy auto, /policy default, or /policy asleep skip, half or auto.',
    laxer: 'This lets more happen without asking you.',
    quietTitle: 'Quiet hours',
    quietUsage:
      'Write the hours as /quiet 23:00-07:00, with a zone if you like (/quiet 23:00-07:00 UTC), or /quiet off.',
    quietOff: 'No quiet hours any more.',
    declineReason: {
      'too-risky': 'Too risky',
      'bad-price': 'Bad price',
      'bad-timing': 'Bad timing',
      'distrust-signal': "Don't trust the signal",
      'dislike-coin': "Don't like the coin",
      other: 'Other',
    },
    askReason: (p) => `Why did you decline ${p.id}? It helps later; no answer is fine.`,
    ownWords: (p) => `Write it in your own words: /reason ${p.id} …`,
    reasonLine: (p) => `Reason: ${p.reason}`,
    approvalsTitle: 'Answers and what came of them',
    noApprovals: 'No proposal has been answered yet.',
    columns: { proposal: 'Proposal', answer: 'Answer', by: 'By', score: 'Result' },
    fate: {
      approved: 'approved',
      halved: 'half',
      declined: 'declined',
      expired: 'expired',
      voided: 'withdrawn',
      'asleep-skip': 'asleep: skipped',
      'asleep-half': 'asleep: half',
      'asleep-auto': 'asleep: entered',
    },
    unanswered: 'no answer',
    exit: { stop: 'stop', target: 'target', time: 'time limit', other: 'closed', unfilled: 'not filled' },
    open: 'open',
    wouldHave: 'would have made',
    summary: {
      saved: (p) => `${p.name ?? 'All'}: ${vetoes(p.count)} saved ${p.money} (${p.scored} measured).`,
      cost: (p) => `${p.name ?? 'All'}: ${vetoes(p.count)} cost ${p.money} (${p.scored} measured).`,
      made: (p) => `${p.name ?? 'All'}: ${approvals(p.count)} made ${p.money} (${p.scored} closed).`,
      otherHalves: (p) => `The other halves of ${p.count} would have made ${p.money} (${p.scored} measured).`,
      expired: (p) => `${proposals(p.count)} expired and would have made ${p.money} (${p.scored} measured).`,
      asleepSkipped: (p) =>
        `${proposals(p.count)} came while all slept, were skipped and would have made ${p.money} (${p.scored} measured).`,
      asleepTraded: (p) =>
        `${proposals(p.count)} came while all slept, were entered and made ${p.money} (${p.scored} closed).`,
      note: (p) =>
        `What would have been follows the plan's own stop, target and time limit on closed bars, with fees and ${p.slippage} slippage on each side. Where stop and target lie in one bar, the stop counts. Exits that a strategy signals are not played.`,
    },
    older: 'Older',
  },
  ko: {
    policyTitle: '승인 정책',
    policyPairs: { mine: '내 설정', desk: '데스크', asleep: '취침 중', quiet: '방해 금지 시간' },
    asDesk: '데스크와 같음',
    deskMode: {
      auto: '묻지 않고 진입',
      askAlways: '모든 진입을 물음',
      askAbove: (p) => `자산의 ${p.share} 이상이면 물음`,
    },
    mode: {
      auto: '나에게 묻지 않음',
      askAlways: '모든 진입을 나에게 물음',
      askAbove: (p) => `자산의 ${p.share} 이상이면 나에게 물음`,
    },
    asleep: { skip: '건너뛰기', half: '절반 진입', auto: '자동 진입' },
    noQuiet: '없음',
    quietSpan: (p) => `${p.from}–${p.to} (${p.zone})`,
    quietNow: (p) => `${p.span}, 지금은 ${p.until}까지`,
    meaning: {
      always: '데스크가 제안하는 모든 진입은 답을 기다립니다.',
      above: (p) => `자산의 ${p.share} 이상을 쓰는 진입은 답을 기다립니다.`,
      never: '데스크가 묻지 않고 진입합니다.',
      others: '다른 사람이 답할 수 있으면 카드를 받지 않습니다. 답할 사람이 없으면 그래도 묻습니다.',
      asleep: {
        skip: '승인할 사람이 모두 취침 중이면 진입하지 않습니다.',
        half: '승인할 사람이 모두 취침 중이면 절반만 진입합니다. 여러 명이면 가장 엄격한 규칙을 따릅니다.',
        auto: '승인할 사람이 모두 취침 중이면 자동으로 진입합니다. 여러 명이면 가장 엄격한 규칙을 따릅니다.',
      },
      noQuiet: '방해 금지 시간이 없으면 깨어 있는 것으로 봅니다. /quiet 23:00-07:00 처럼 설정할 수 있습니다.',
    },
    policyHow: '/policy always | above 20% | auto | default, /policy asleep skip | half | auto',
    policyUsage:
      '/policy always, /policy above 20%, /policy auto, /policy default 또는 /policy asleep skip, half, auto 로 적어 주세요.',
    laxer: '묻지 않고 진행하는 범위가 넓어집니다.',
    quietTitle: '방해 금지 시간',
    quietUsage:
      '/quiet 23:00-07:00 처럼 적어 주세요. 시간대를 붙이거나(/quiet 23:00-07:00 UTC) "밤 11시부터 아침 7시까지"라고 써도 됩니다. 끄려면 /quiet off',
    quietOff: '방해 금지 시간을 껐습니다.',
    declineReason: {
      'too-risky': '너무 위험',
      'bad-price': '가격이 안 좋음',
      'bad-timing': '타이밍이 안 좋음',
      'distrust-signal': '신호를 못 믿겠음',
      'dislike-coin': '내키지 않는 코인',
      other: '기타',
    },
    askReason: (p) =>
      `${withParticle(p.id, '을/를')} 왜 거절했습니까? 나중에 돌아볼 때 쓰입니다. 답하지 않아도 됩니다.`,
    ownWords: (p) => `직접 적어 주세요: /reason ${p.id} …`,
    reasonLine: (p) => `사유: ${p.reason}`,
    approvalsTitle: '승인 기록과 결과',
    noApprovals: '아직 답한 제안이 없습니다.',
    columns: { proposal: '제안', answer: '답', by: '답한 사람', score: '결과' },
    fate: {
      approved: '승인',
      halved: '절반',
      declined: '거절',
      expired: '만료',
      voided: '취소',
      'asleep-skip': '취침: 건너뜀',
      'asleep-half': '취침: 절반',
      'asleep-auto': '취침: 진입',
    },
    unanswered: '답 없음',
    exit: { stop: '손절', target: '목표', time: '시간 만료', other: '청산', unfilled: '미체결' },
    open: '진행 중',
    wouldHave: '진입했다면',
    summary: {
      saved: (p) =>
        `${p.name ?? '전체'}: 거절 ${p.count}건으로 ${withParticle(p.money, '을/를')} 아꼈습니다 (측정 ${p.scored}건).`,
      cost: (p) =>
        `${p.name ?? '전체'}: 거절 ${p.count}건으로 ${withParticle(p.money, '을/를')} 놓쳤습니다 (측정 ${p.scored}건).`,
      made: (p) => `${p.name ?? '전체'}: 승인 ${p.count}건의 손익은 ${p.money}입니다 (종료 ${p.scored}건).`,
      otherHalves: (p) => `나머지 절반 ${p.count}건은 진입했다면 ${p.money}입니다 (측정 ${p.scored}건).`,
      expired: (p) => `만료된 제안 ${p.count}건은 진입했다면 ${p.money}입니다 (측정 ${p.scored}건).`,
      asleepSkipped: (p) => `취침 중 건너뛴 제안 ${p.count}건은 진입했다면 ${p.money}입니다 (측정 ${p.scored}건).`,
      asleepTraded: (p) => `취침 중 진입한 제안 ${p.count}건의 손익은 ${p.money}입니다 (종료 ${p.scored}건).`,
      note: (p) =>
        `"진입했다면"은 마감된 봉을 기준으로 계획의 손절가, 목표가, 보유 시간을 그대로 따르고 수수료와 편도 ${p.slippage} 슬리피지를 뺀 값입니다. 한 봉에서 손절가와 목표가에 모두 닿으면 손절로 봅니다. 전략이 신호로 내는 청산은 반영하지 않습니다.`,
    },
    older: '이전 기록',
  },
};
