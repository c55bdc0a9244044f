import type { JournalEventType } from '../../../engine/domain/journal-entry.ts';
import { MINUTE } from '../journey.ts';
import type { Speaker } from './driver.ts';
import type { Meaning } from './meaning.ts';

/** What somebody does at the desk, or what the market does meanwhile. */
export type Scene = {
  readonly name: string;
  readonly who?: Speaker;
  /** Where a client lets nobody do it. */
  readonly notOn?: readonly string[];
  /** What must come of it, wherever it is done. */
  readonly expected?: Partial<Meaning>;
} & (
  | { readonly say: string }
  | { readonly tap: string }
  /** Types the code that the answer before asked for. */
  | { readonly confirm: true }
  /** Lets time pass; then brings the last of these to the admin. */
  | { readonly play: number | 'until-asked'; readonly tell?: JournalEventType }
);

const REFUSED = { outcome: 'refused' } as const;
const SAID = { outcome: 'said' } as const;

export const SCENES: readonly Scene[] = [
  { name: 'English is chosen', say: '/lang en' },
  { name: 'how it stands', say: '/status', expected: { ...SAID, ids: ['A-1'] } },
  { name: 'nothing is held yet', say: '/positions' },
  { name: 'a coin’s market', say: '/market BTC', expected: SAID },
  { name: 'a question about the price', say: 'what is the price of BTC?' },
  { name: 'the last decisions', say: '/decisions' },
  { name: 'the first of them', say: '/why D-1', expected: { ids: ['D-1'] } },
  { name: 'why a coin was not bought', say: '/whynot BTC 03:00' },
  { name: 'the news', say: '/news' },
  { name: 'a coin’s news', say: 'news BTC' },
  { name: 'a coin’s chart', say: '/chart BTC 15m', expected: { pictures: 1 } },

  { name: 'a proposal comes', play: 0, tell: 'approval.requested', expected: { outcome: 'asked' } },
  { name: 'why is asked of it', tap: 'Why?', expected: { ids: ['D-14'], journal: [] } },
  { name: 'its chart', tap: 'Chart', expected: { pictures: 1 } },
  { name: 'it is approved', tap: 'Approve', expected: { ids: ['D-14', 'O-4'] } },
  { name: 'approved once more', say: '/approve A-1', expected: REFUSED },
  { name: 'a minute later', play: MINUTE },
  { name: 'what is held', say: '/positions', expected: { choices: ['Close SOL'] } },
  { name: 'what was done', say: '/orders' },
  { name: 'why it is held', say: '/why SOL' },

  { name: 'Korean is chosen', say: '/lang ko' },
  { name: '현황', say: '현황', expected: SAID },
  { name: '보유', say: '보유', expected: { choices: ['SOL 청산'] } },
  { name: '시세', say: '비트코인 가격 알려줘' },
  { name: '이유', say: '이유 D-1', expected: { ids: ['D-1'] } },
  { name: '소식', say: '뉴스' },
  { name: '차트', say: '/차트 SOL', expected: { pictures: 1 } },
  { name: '다음 제안', play: 'until-asked', tell: 'approval.requested', expected: { outcome: 'asked' } },
  { name: '절반만', tap: '절반만', expected: SAID },
  { name: '조금 뒤', play: MINUTE },
  { name: '그다음 제안', play: 'until-asked', tell: 'approval.requested', expected: { outcome: 'asked' } },
  { name: '거절', tap: '거절', expected: SAID },
  { name: '거절한 이유', tap: '너무 위험' },
  { name: '답한 제안', say: '/approvals', expected: { ids: ['A-1', 'A-2', 'A-3', 'D-14', 'D-22', 'D-39'] } },
  { name: '설정', say: '설정' },
  { name: '설정 하나', say: '/settings risk.per-trade' },
  { name: '설정 바꾸기', say: '/settings risk.per-trade 0.1%' },
  { name: '되돌리기', say: '/undo' },
  { name: '알림', say: '/alerts' },
  { name: '알림 규칙', say: 'BTC 110000 넘으면 알려줘' },
  { name: '도움말', say: '/도움말' },

  { name: '모르는 명령', say: '/모르는명령', expected: REFUSED },
  { name: '잘못된 수량', say: '/buy BTC -5', expected: { ...REFUSED, numbers: ['-5'], journal: [] } },
  { name: '없는 판단', say: '/why D-99999' },
  { name: '없는 코인', say: '/market NOPE', expected: REFUSED },
  { name: '너무 긴 줄', say: 'x'.repeat(4001), notOn: ['Discord'], expected: REFUSED },
  { name: '거의 너무 긴 줄', say: `/why ${'x'.repeat(3900)}`, expected: REFUSED },
  { name: '꾸민 줄', say: '@everyone <b>굵게</b> **굵게** `x` https://evil.example' },

  { name: 'English again', say: '/lang en' },
  { name: 'a small buy', say: '/buy ETH 200 usdt', expected: SAID },
  {
    name: 'a large buy is shown back',
    say: '/buy BTC 15%',
    expected: { outcome: 'asked', choices: ['Confirm', 'Cancel'] },
  },
  { name: 'a wrong code', say: '/confirm 12', expected: { ...REFUSED, journal: [] } },
  { name: 'asked again', say: 'buy BTC 15%', expected: { outcome: 'asked', journal: [] } },
  { name: 'confirmed by the code', confirm: true, expected: SAID },
  { name: 'a large sale is shown back', say: '/sell ETH 12%', expected: { outcome: 'asked' } },
  { name: 'confirmed by the button', tap: 'Confirm' },
  { name: 'they are filled', play: 2 * MINUTE },
  { name: 'all of it', say: '/portfolio' },
  { name: 'half of it goes', say: '/close BTC half', expected: SAID },
  { name: 'profit today', say: '/pnl day' },

  { name: 'a viewer looks', who: 'viewer', say: '/status', expected: SAID },
  { name: 'a viewer may not buy', who: 'viewer', say: '/buy BTC 100 usdt', expected: { ...REFUSED, journal: [] } },
  { name: 'a viewer may not panic', who: 'viewer', say: '/panic', expected: { ...REFUSED, journal: [] } },
  { name: 'a viewer may not answer', who: 'viewer', say: '/approve A-1', expected: { ...REFUSED, journal: [] } },

  { name: 'panic', say: '/panic', expected: { outcome: 'urgent' } },
  { name: 'it gets out', play: 2 * MINUTE },
  { name: 'nothing is held', say: '/positions', expected: { numbers: [] } },
  { name: 'nothing is bought now', say: '/buy ETH 200 usdt', expected: REFUSED },
  { name: 'release is shown back', say: '/unpanic' },
  { name: 'released', confirm: true, expected: SAID },
  { name: 'what was closed', say: '/trades' },
  { name: 'the performance', say: '/performance' },
];
