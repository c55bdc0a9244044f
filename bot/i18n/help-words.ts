import type { HelpTopic } from '../commands/help-topics.ts';
import type { Language } from './language.ts';

/** What the help says of its topics. */
export interface HelpWords {
  /** As a heading and on a button; in Korean also what is typed. */
  readonly topics: Readonly<Record<HelpTopic, string>>;
  readonly how: string;
  seeAlso(p: { commands: string }): string;
  readonly overview: string;
}

export const HELP_WORDS: Readonly<Record<Language, HelpWords>> = {
  en: {
    topics: {
      account: 'Account',
      markets: 'Markets',
      records: 'Records',
      trading: 'Trading',
      proposals: 'Proposals',
      alerts: 'Alerts',
      emergency: 'Emergency',
      settings: 'Settings',
      recording: 'Recording',
      people: 'People',
      system: 'System',
    },
    how: 'More: /help alerts for a topic, /help buy for a command.',
    seeAlso: (p) => `See also: ${p.commands}`,
    overview: 'All topics',
  },
  ko: {
    topics: {
      account: '계좌',
      markets: '시장',
      records: '기록',
      trading: '거래',
      proposals: '승인',
      alerts: '알림',
      emergency: '비상',
      settings: '설정',
      recording: '녹화',
      people: '사용자',
      system: '점검',
    },
    how: '자세히: /help 알림 (주제), /help buy (명령)',
    seeAlso: (p) => `함께 볼 명령: ${p.commands}`,
    overview: '전체 주제',
  },
};
