import type { Language } from './language.ts';

/** What `assent setup` says to the person at the keyboard, and the desk to its first admin. */
export interface SetupTexts {
  readonly steps: string;
  readonly orDiscord: string;
  readonly askToken: string;
  bot(p: { name: string; username: string }): string;
  code(p: { username: string; code: string; link: string; minutes: string }): string;
  done(p: { name: string; id: string }): string;
  saved(p: { variable: string; file: string }): string;
  unsaved(p: { variable: string }): string;
  readonly greeting: string;
}

const EN: SetupTexts = {
  steps: [
    'A Telegram bot for this desk, in three steps:',
    '  1. In Telegram, open @BotFather and send /newbot.',
    '  2. Give it a name, and a user name that ends in "bot".',
    '  3. BotFather answers with a token such as 123456789:AAE…. Copy it.',
  ].join('\n'),
  orDiscord: '(For Discord: assent setup discord.)',
  askToken: 'Token (what you type is not shown): ',
  bot: (p) => `This is ${p.name} (@${p.username}).`,
  code: (p) =>
    [
      `Within ${p.minutes} minutes, write this to @${p.username} in a private chat: /start ${p.code}`,
      `or open ${p.link} on your phone and tap Start.`,
      'Waiting…',
    ].join('\n'),
  done: (p) => `${p.name} (number ${p.id}) is an admin of this desk.`,
  saved: (p) => `Start it with: ${p.variable}_FILE=${p.file} npm start`,
  unsaved: (p) => `Keep the token in a file that only you can read, and start with: ${p.variable}_FILE=FILE npm start`,
  greeting:
    'Hello. You are an admin of this desk now. Once it runs, ask it anything here, or send /help. /panic gets out of everything.',
};

const KO: SetupTexts = {
  steps: [
    '이 데스크의 텔레그램 봇을 세 단계로 만듭니다.',
    '  1. 텔레그램에서 @BotFather 를 열고 /newbot 을 보냅니다.',
    '  2. 이름과 "bot"으로 끝나는 사용자 이름을 정합니다.',
    '  3. BotFather 가 123456789:AAE… 와 같은 토큰을 보냅니다. 그것을 복사합니다.',
  ].join('\n'),
  orDiscord: '(디스코드는 assent setup discord 로 설정합니다.)',
  askToken: '토큰 (입력은 화면에 보이지 않습니다): ',
  bot: (p) => `봇: ${p.name} (@${p.username})`,
  code: (p) =>
    [
      `${p.minutes}분 안에 @${p.username} 개인 대화에 이렇게 보내 주세요: /start ${p.code}`,
      `또는 휴대전화에서 ${p.link} 를 열고 시작을 눌러 주세요.`,
      '기다리는 중…',
    ].join('\n'),
  done: (p) => `${p.name} (번호 ${p.id}) 님이 이 데스크의 관리자입니다.`,
  saved: (p) => `시작 명령: ${p.variable}_FILE=${p.file} npm start`,
  unsaved: (p) => `토큰을 본인만 읽을 수 있는 파일에 저장하고 이렇게 시작해 주세요: ${p.variable}_FILE=파일 npm start`,
  greeting:
    '안녕하세요. 이제 이 데스크의 관리자입니다. 데스크를 실행하면 여기에서 무엇이든 물어보거나 /help 를 보내 주세요. /panic 을 보내면 모든 포지션을 바로 청산합니다.',
};

export const SETUP_TEXTS: Readonly<Record<Language, SetupTexts>> = { en: EN, ko: KO };
