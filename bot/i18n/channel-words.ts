import type { MessageKind } from '../message.ts';
import type { Language } from './language.ts';

/** What a place without people of its own, such as a Slack channel or a mailbox, is told beside the message. */
export interface ChannelWords {
  /** What a mail is about, in front of its headline. */
  readonly kind: Readonly<Record<MessageKind, string>>;
  readonly urgent: string;
  readonly updates: string;
  picture(p: { alt: string }): string;
  readonly footer: string;
  readonly test: {
    readonly title: string;
    readonly line: string;
    readonly delivered: string;
    failed(p: { problem: string }): string;
    readonly nothing: string;
  };
}

export const CHANNEL_WORDS: Readonly<Record<Language, ChannelWords>> = {
  en: {
    kind: { answer: 'Answer', alert: 'Alert', proposal: 'Proposal', receipt: 'Receipt', error: 'Problem' },
    urgent: 'Urgent',
    updates: 'This takes the place of an earlier message.',
    picture: ({ alt }) => `Picture: ${alt}`,
    footer: 'Sent by Assent. An answer to this mail is not read; talk to the desk in chat.',
    test: {
      title: 'A test of Assent',
      line: 'If you can read this, alerts of the desk arrive here.',
      delivered: 'arrived',
      failed: ({ problem }) => `did not arrive: ${problem}`,
      nothing:
        'Neither Slack nor mail is set up. Set SLACK_WEBHOOK_URL, or email.host and email.to in config.yaml ("assent config example" shows them).',
    },
  },
  ko: {
    kind: { answer: '답변', alert: '알림', proposal: '제안', receipt: '처리 결과', error: '문제' },
    urgent: '긴급',
    updates: '앞서 보낸 메시지를 대신합니다.',
    picture: ({ alt }) => `그림: ${alt}`,
    footer: 'Assent가 보낸 메일입니다. 이 메일에 답장해도 읽히지 않으니 채팅에서 말씀해 주세요.',
    test: {
      title: 'Assent 시험 메시지',
      line: '이 메시지가 보이면 알림이 이곳으로 도착합니다.',
      delivered: '도착했습니다',
      failed: ({ problem }) => `도착하지 않았습니다: ${problem}`,
      nothing:
        '슬랙도 메일도 설정하지 않았습니다. SLACK_WEBHOOK_URL을 설정하거나, config.yaml에 email.host와 email.to를 적어 주세요. ("assent config example"에서 볼 수 있습니다.)',
    },
  },
};
