import type { Sentences } from './sentence.ts';

/** Why somebody is asked, what happens while they sleep, and what they may set for themselves. */
export const APPROVAL_REASONS: Sentences = {
  'approval.person-always': {
    en: '{by} asked to approve every entry.',
    ko: '{by} 님이 모든 진입을 승인받도록 설정했습니다.',
  },
  'approval.person-above': {
    en: 'It takes {fraction} of equity; {by} wants to be asked from {askAboveFraction} on.',
    ko: '자산의 {fraction|을/를} 사용합니다. {by} 님은 {askAboveFraction} 이상이면 승인을 받습니다.',
  },
  'approval.asleep-skipped': {
    en: 'Everybody who would be asked was asleep (until {until}); the rule for that says skip.',
    ko: '승인할 사람이 모두 취침 중이었고({until}까지), 취침 규칙이 건너뛰기입니다.',
  },
  'approval.asleep-half': {
    en: 'Everybody who would be asked was asleep (until {until}); the rule for that says half.',
    ko: '승인할 사람이 모두 취침 중이었고({until}까지), 취침 규칙이 절반 진입입니다.',
  },
  'approval.asleep-auto': {
    en: 'Everybody who would be asked was asleep (until {until}); the rule for that says enter.',
    ko: '승인할 사람이 모두 취침 중이었고({until}까지), 취침 규칙이 자동 진입입니다.',
  },
  'approval.assistant': {
    en: 'The assistant proposed it, so a person is asked whatever is set (it takes {fraction} of equity).',
    ko: '비서의 제안은 설정과 관계없이 항상 승인을 받습니다 (자산의 {fraction} 사용).',
  },
  'assistant.proposal': {
    en: 'Proposed by the assistant in a talk with {by}.',
    ko: '{by} 님과 대화하면서 비서가 제안했습니다.',
  },
  'assistant.proposal-tainted': {
    en: 'Proposed by the assistant in a talk with {by}, after it had read words of strangers: the smallest size at most.',
    ko: '{by} 님과 대화하면서 비서가 제안했습니다. 외부 글을 읽은 뒤의 제안이라 최소 비중까지만 가능합니다.',
  },
  'proposal.day-limit': {
    en: 'The assistant has proposed {limit:count} trades to you today; there are no more until tomorrow (UTC).',
    ko: '비서가 오늘 제안한 거래가 이미 {limit:count}건입니다. 내일(UTC)까지 더 제안하지 않습니다.',
  },
  'proposal.waiting': {
    en: '{decisionId:text} in {symbol} still waits for an answer; answer that one first.',
    ko: '{symbol}에 답을 기다리는 제안 {decisionId:text|이/가} 있습니다. 먼저 답해 주세요.',
  },
  'approval.no-reason-asked': {
    en: '{approvalId:text} waits for no reason of yours: it was given already, nobody said no, or somebody else did.',
    ko: '{approvalId:text}에는 더 받을 사유가 없습니다. 이미 남겼거나, 거절하지 않았거나, 다른 사람이 거절한 제안입니다.',
  },
  'approval.reason-kept': {
    en: 'Kept with {approvalId:text}.',
    ko: '{approvalId:text}에 사유를 남겼습니다.',
  },
  'approval.reason-unknown': {
    en: 'That reason is not on the list.',
    ko: '목록에 없는 사유입니다.',
  },
  'approval.reason-empty': {
    en: 'Write the reason after the number, such as /reason A-3 too close to the news.',
    ko: '번호 뒤에 사유를 적어 주세요. 예: /reason A-3 발표가 가까움',
  },
  'approval.reason-too-long': {
    en: 'A reason has at most {limit:count} characters.',
    ko: '사유는 최대 {limit:count}자까지 남길 수 있습니다.',
  },
  'approvers.changed': {
    en: 'Proposals can be answered by {people#person/people}.',
    ko: '제안에 답할 수 있는 사람은 {people:count}명입니다.',
  },
  'approvers.unchanged': { en: 'Nothing changed.', ko: '바뀐 것이 없습니다.' },
  'policy.changed': { en: 'Your policy is changed.', ko: '승인 정책을 바꾸었습니다.' },
  'policy.unchanged': { en: 'It is set like that already.', ko: '이미 그렇게 설정되어 있습니다.' },
  'policy.not-an-approver': {
    en: 'Only traders and admins are asked. Quiet hours are open to everybody.',
    ko: '승인은 트레이더와 관리자에게만 요청합니다. 방해 금지 시간은 누구나 설정할 수 있습니다.',
  },
  'policy.needs-code': {
    en: 'That lets more happen without asking, so it needs a typed code. Nothing was changed.',
    ko: '묻지 않고 진행하는 범위가 넓어지므로 확인 코드가 필요합니다. 바꾸지 않았습니다.',
  },
  'policy.not-understood': { en: 'That is no policy.', ko: '알 수 없는 승인 정책입니다.' },
  'policy.not-a-share': {
    en: 'The share of equity lies between 0 and 100%.',
    ko: '자산 비율은 0에서 100% 사이여야 합니다.',
  },
  'policy.not-hours': {
    en: 'Quiet hours need two different times, such as 23:00-07:00.',
    ko: '방해 금지 시간은 서로 다른 두 시각으로 적어 주세요. 예: 23:00-07:00',
  },
};
