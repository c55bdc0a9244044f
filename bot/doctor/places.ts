import { accessSync, constants } from 'node:fs';
import type { AppConfig } from '../config/config.ts';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, warning } from './finding.ts';

/** Looks at what is set up of Slack and mail; nobody is asked and nothing is sent. */
export function placesCheck(config: Pick<AppConfig, 'slack' | 'email'>): DoctorCheck {
  return {
    name: 'places',
    title: { en: 'Slack and mail', ko: '슬랙과 메일' },
    check: () => slackFinding(config.slack) ?? mailFinding(config.email) ?? whatIsSetUp(config),
  };
}

function slackFinding({ webhook, alerts }: AppConfig['slack']): Finding | null {
  if (webhook !== null || alerts === 'money') return null;
  return warning(
    'slack.alerts is set, but SLACK_WEBHOOK_URL is not: nothing goes to Slack. Make an incoming webhook and set it.',
    'slack.alerts는 설정했지만 SLACK_WEBHOOK_URL이 없어 슬랙으로 아무것도 보내지 않습니다. 수신 웹훅을 만들어 설정해 주세요.',
  );
}

function mailFinding({ server }: AppConfig['email']): Finding | null {
  if (server === null) return null;
  if (server.user !== null && server.password === null) {
    return warning(
      'email.user is set, but SMTP_PASSWORD is not: no mail can be sent. Set SMTP_PASSWORD, or SMTP_PASSWORD_FILE.',
      'email.user는 설정했지만 SMTP_PASSWORD가 없어 메일을 보낼 수 없습니다. SMTP_PASSWORD나 SMTP_PASSWORD_FILE을 설정해 주세요.',
    );
  }
  if (server.ca === null || isReadable(server.ca)) return null;
  return warning(
    `email.ca names ${server.ca}, which cannot be read: no mail can be sent. Is it there, and readable for this user?`,
    `email.ca의 ${server.ca} 파일을 읽을 수 없어 메일을 보낼 수 없습니다. 파일이 있는지, 읽기 권한이 있는지 확인해 주세요.`,
  );
}

function whatIsSetUp({ slack, email }: Pick<AppConfig, 'slack' | 'email'>): Finding {
  const { server, to } = email;
  const mail = server === null ? null : `${server.host}:${server.port}`;
  const en = [
    ...(slack.webhook === null ? [] : [`Slack is told ${slack.alerts}`]),
    ...(mail === null ? [] : [`mail goes to ${to.length} by ${mail}`]),
  ];
  const ko = [
    ...(slack.webhook === null ? [] : [`슬랙 알림: ${slack.alerts}`]),
    ...(mail === null ? [] : [`메일 받는 주소 ${to.length}개 (${mail})`]),
  ];
  if (en.length === 0) return ok('Not set up.', '설정하지 않았습니다.');
  return ok(
    `${en.join('; ')}. "assent alerts test" tries them.`,
    `${ko.join(', ')}. "assent alerts test"로 시험할 수 있습니다.`,
  );
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
