import type { Language } from './language.ts';

/** What `assent setup discord` says besides what every setup says. */
export interface DiscordSetupTexts {
  readonly steps: string;
  bot(p: { name: string }): string;
  code(p: { name: string; code: string; link: string; minutes: string }): string;
}

export const DISCORD_SETUP_TEXTS: Readonly<Record<Language, DiscordSetupTexts>> = {
  en: {
    steps: [
      'A Discord bot for this desk, in three steps:',
      '  1. Open https://discord.com/developers/applications and choose New Application.',
      '  2. Under Bot, choose Reset Token and copy what it shows. No privileged intent is needed.',
      '  3. Paste it here. What comes then is a link that lets the bot into a server of yours.',
    ].join('\n'),
    bot: (p) => `This is ${p.name}.`,
    code: (p) =>
      [
        `Let ${p.name} into a server in which you are, or it cannot be written to: ${p.link}`,
        `Then, within ${p.minutes} minutes, send it this in a direct message: /join ${p.code}`,
        'Waiting…',
      ].join('\n'),
  },
  ko: {
    steps: [
      '이 데스크의 디스코드 봇을 세 단계로 만듭니다.',
      '  1. https://discord.com/developers/applications 에서 New Application 을 선택합니다.',
      '  2. Bot 메뉴에서 Reset Token 을 눌러 나오는 토큰을 복사합니다. 특별한 인텐트는 필요 없습니다.',
      '  3. 여기에 붙여 넣습니다. 그러면 봇을 서버에 초대하는 링크가 나옵니다.',
    ].join('\n'),
    bot: (p) => `봇: ${p.name}`,
    code: (p) =>
      [
        `먼저 본인이 있는 서버에 ${p.name} 봇을 초대해 주세요. 그래야 개인 메시지를 보낼 수 있습니다: ${p.link}`,
        `그런 다음 ${p.minutes}분 안에 봇에게 개인 메시지로 이렇게 보내 주세요: /join ${p.code}`,
        '기다리는 중…',
      ].join('\n'),
  },
};
