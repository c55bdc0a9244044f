import type { Language } from '../../i18n/language.ts';

/** What a person may be reminded of while they type. */
export type Suggesting =
  | 'coin'
  | 'held'
  | 'chart'
  | 'decision'
  | 'record'
  | 'approval'
  | 'order'
  | 'setting'
  | 'person'
  | 'command'
  | 'alerts'
  | 'declined'
  | 'decline-reason';

type Words = Readonly<Record<Language, string>>;

/** One option of a slash command, and how its value stands in the line that a person would type. */
export interface SlashOption {
  readonly name: string;
  readonly about: Words;
  readonly required?: true;
  /** `word`: one word; `amount`: a number with its unit; `text`: whatever is typed; `person`: a mention counts as an id. */
  readonly takes: 'word' | 'amount' | 'text' | 'person';
  /** Stands before the value: `limit` before a price. */
  readonly after?: string;
  readonly suggests?: Suggesting;
  /** Fixed values, by what they are called. */
  readonly choices?: readonly { readonly value: string; readonly name: Words }[];
}

const COIN: SlashOption = {
  name: 'coin',
  about: { en: 'The coin, such as BTC', ko: '코인 (예: BTC)' },
  takes: 'word',
  suggests: 'coin',
};

const price = (name: string, en: string, ko: string): SlashOption => ({
  name,
  about: { en, ko },
  takes: 'word',
  after: name,
});

const same = (...values: readonly string[]) => values.map((value) => ({ value, name: { en: value, ko: value } }));

/** A coin and no size opens a form for the rest. */
const ORDER: readonly SlashOption[] = [
  { ...COIN, required: true },
  {
    name: 'size',
    about: { en: '0.1, 200 usdt or 5%; leave it out for a form', ko: '0.1, 200 usdt, 5%. 비우면 입력 창이 열립니다' },
    takes: 'amount',
  },
  price('limit', 'Only at this price or better', '지정가'),
  price('stop', 'Stop price, or a distance such as 2%', '손절가 또는 거리 (예: 2%)'),
  price('target', 'Target price, or a distance such as 4%', '목표가 또는 거리 (예: 4%)'),
];

const APPROVAL: readonly SlashOption[] = [
  {
    name: 'id',
    about: { en: 'The proposal, such as A-1; the only one if left out', ko: '제안 번호 (예: A-1), 하나뿐이면 생략' },
    takes: 'word',
    suggests: 'approval',
  },
];

const PERSON: SlashOption = {
  name: 'who',
  about: { en: 'A person: name from the list, or @mention', ko: '사용자: 목록에서 고르거나 @멘션' },
  takes: 'person',
  suggests: 'person',
};

const PAGE: SlashOption = {
  name: 'page',
  about: { en: 'Which page; 1 is the latest', ko: '쪽 번호. 1이 최신' },
  takes: 'word',
};

/** Options by command; every command that takes anything has its row. */
export const SLASH_OPTIONS: Readonly<Record<string, readonly SlashOption[]>> = {
  buy: ORDER,
  sell: ORDER,
  close: [
    { ...COIN, suggests: 'held' },
    {
      name: 'part',
      about: { en: 'All of it if left out; half, 25%, 0.1', ko: '비우면 전부. 절반, 25%, 0.1' },
      takes: 'amount',
    },
  ],
  chart: [
    {
      name: 'what',
      about: { en: 'equity, allocation, a coin or a decision', ko: '자산, 배분, 코인 또는 판단 번호' },
      takes: 'word',
      suggests: 'chart',
    },
    {
      name: 'timeframe',
      about: { en: 'Bars of a coin', ko: '코인 차트의 봉' },
      takes: 'word',
      choices: same('1m', '5m', '15m', '1h'),
    },
  ],
  why: [
    {
      name: 'what',
      about: { en: 'D-12, T-3, O-5, F-7, a coin, or a question', ko: 'D-12, T-3, O-5, F-7, 코인 또는 질문' },
      takes: 'text',
      suggests: 'record',
    },
  ],
  whynot: [
    { ...COIN, required: true },
    {
      name: 'time',
      about: { en: 'When, such as yesterday 14:05', ko: '시각 (예: 어제 14:05)' },
      takes: 'text',
    },
  ],
  whatif: [
    {
      name: 'change',
      about: {
        en: 'What and when: stop 2% last week · target 4% · risk.per-trade 0.5% yesterday',
        ko: '무엇을 언제: 지난주 손절 2% · 익절 4% · 어제 risk.per-trade 0.5%',
      },
      takes: 'text',
    },
  ],
  decisions: [COIN, PAGE],
  trades: [COIN, PAGE],
  orders: [PAGE],
  history: [PAGE],
  approvals: [PAGE],
  market: [COIN],
  mood: [COIN],
  news: [COIN, { name: 'words', about: { en: 'What to look for', ko: '찾을 낱말' }, takes: 'text' }],
  pnl: [
    {
      name: 'period',
      about: { en: 'Day, week or month', ko: '일, 주, 월' },
      takes: 'word',
      choices: [
        { value: 'day', name: { en: 'day', ko: '오늘' } },
        { value: 'week', name: { en: 'week', ko: '이번 주' } },
        { value: 'month', name: { en: 'month', ko: '이번 달' } },
      ],
    },
  ],
  settings: [
    { name: 'key', about: { en: 'Which setting', ko: '설정 이름' }, takes: 'word', suggests: 'setting' },
    { name: 'value', about: { en: 'Its new value, or default', ko: '새 값 또는 default' }, takes: 'text' },
  ],
  lang: [
    {
      name: 'language',
      about: { en: 'Korean or English', ko: '한국어 또는 영어' },
      takes: 'word',
      choices: [
        { value: 'ko', name: { en: 'Korean', ko: '한국어' } },
        { value: 'en', name: { en: 'English', ko: '영어' } },
      ],
    },
    { name: 'zone', about: { en: 'Time zone, such as Asia/Seoul', ko: '시간대 (예: Asia/Seoul)' }, takes: 'word' },
  ],
  speed: [
    {
      name: 'speed',
      about: { en: 'How fast the recording plays', ko: '재생 속도' },
      takes: 'word',
      choices: same('1', '10', '60', '600', 'max', 'stop', 'go'),
    },
  ],
  seek: [
    {
      name: 'time',
      about: { en: 'Where to go on, such as 24 May 14:00', ko: '이동할 시각 (예: 5월 24일 14:00)' },
      takes: 'text',
      required: true,
    },
  ],
  report: [
    {
      name: 'period',
      about: { en: 'Of which time; the last whole day if left out', ko: '기간. 비우면 마지막 하루' },
      takes: 'word',
      choices: [
        { value: 'today', name: { en: 'today so far', ko: '오늘 지금까지' } },
        { value: 'daily', name: { en: 'the last day', ko: '지난 하루' } },
        { value: 'weekly', name: { en: 'the last week', ko: '지난주' } },
        { value: 'monthly', name: { en: 'the last month', ko: '지난달' } },
        { value: 'schedule', name: { en: 'when reports come', ko: '보고서 받는 시각' } },
      ],
    },
    {
      name: 'words',
      about: {
        en: 'A date or two (19 May 21 May); behind a period when it comes: 09:00, on, off',
        ko: '날짜나 기간 (5월 19일부터 5월 21일까지). 기간을 골랐으면 받는 시각: 09:00, 켬, 끔',
      },
      takes: 'text',
    },
  ],
  alert: [
    {
      name: 'rule',
      about: {
        en: 'BTC above 110000 · ETH rsi below 30 · pnl day -2% · bad BTC news · remove 3. Empty: your rules',
        ko: 'BTC 11만 이상 · ETH RSI 30 이하 · 오늘 손익 -2% · BTC 악재 뉴스 · 3 삭제. 비우면 목록',
      },
      takes: 'text',
    },
  ],
  alerts: [
    {
      name: 'what',
      about: {
        en: 'A kind of alert, kinds, all, test, or a page; your last alerts if left out',
        ko: '알림 종류, 종류 목록, 전체, 시험, 쪽 번호. 비우면 최근 알림',
      },
      takes: 'text',
      suggests: 'alerts',
    },
    {
      name: 'mode',
      about: { en: 'How you want to hear it', ko: '어떻게 받을지' },
      takes: 'word',
      choices: [
        { value: 'on', name: { en: 'on', ko: '켜기' } },
        { value: 'silent', name: { en: 'silent', ko: '무음' } },
        { value: 'off', name: { en: 'off', ko: '끄기' } },
      ],
    },
  ],
  policy: [
    {
      name: 'mode',
      about: { en: 'How you are asked; what holds now if left out', ko: '묻는 방식. 비우면 지금 설정 보기' },
      takes: 'text',
      choices: [
        { value: 'always', name: { en: 'ask me always', ko: '항상 묻기' } },
        { value: 'auto', name: { en: 'never ask me', ko: '나에게 묻지 않기' } },
        { value: 'default', name: { en: 'as the desk asks', ko: '데스크 설정대로' } },
        { value: 'asleep skip', name: { en: 'in my quiet hours: skip', ko: '방해 금지 시간: 건너뛰기' } },
        { value: 'asleep half', name: { en: 'in my quiet hours: half', ko: '방해 금지 시간: 절반만' } },
        { value: 'asleep auto', name: { en: 'in my quiet hours: go ahead', ko: '방해 금지 시간: 그대로 진행' } },
      ],
    },
    {
      name: 'above',
      about: { en: 'Ask me only above this share of equity, such as 20%', ko: '이 비중 이상일 때만 묻기 (예: 20%)' },
      takes: 'word',
      after: 'above',
    },
  ],
  quiet: [
    {
      name: 'hours',
      about: {
        en: '23:00-07:00, or off; what holds now if left out',
        ko: '23:00-07:00 또는 끄기. 비우면 지금 설정 보기',
      },
      takes: 'text',
    },
    { name: 'zone', about: { en: 'Time zone, yours if left out', ko: '시간대. 비우면 내 시간대' }, takes: 'word' },
  ],
  reason: [
    {
      name: 'id',
      about: { en: 'The proposal that you declined, such as A-3', ko: '거절한 제안 번호 (예: A-3)' },
      takes: 'word',
      required: true,
      suggests: 'declined',
    },
    {
      name: 'why',
      about: { en: 'Why: from the list, or in your own words', ko: '이유: 목록에서 고르거나 직접 입력' },
      takes: 'text',
      required: true,
      suggests: 'decline-reason',
    },
  ],
  undo: [
    {
      name: 'number',
      about: {
        en: 'Which change of /settings history; the last if left out',
        ko: '/settings history의 번호. 비우면 마지막',
      },
      takes: 'word',
    },
  ],
  approve: APPROVAL,
  half: APPROVAL,
  decline: APPROVAL,
  cancel: [{ name: 'order', about: { en: 'O-5, or all', ko: 'O-5 또는 all' }, takes: 'word', suggests: 'order' }],
  outside: [
    {
      name: 'change',
      about: { en: 'What was found, such as X-3', ko: '발견된 외부 변경 번호 (예: X-3)' },
      takes: 'word',
      required: true,
    },
    {
      name: 'answer',
      about: { en: 'What the desk does with it', ko: '데스크가 할 일' },
      takes: 'word',
      required: true,
      choices: [
        { value: 'takeover', name: { en: 'take it over', ko: '맡기' } },
        { value: 'leave', name: { en: 'leave it alone', ko: '그대로 두기' } },
        { value: 'close', name: { en: 'close it', ko: '청산' } },
      ],
    },
  ],
  confirm: [{ name: 'code', about: { en: 'The four digits', ko: '확인 코드 네 자리' }, takes: 'word', required: true }],
  join: [{ name: 'code', about: { en: 'Your invitation code', ko: '초대 코드' }, takes: 'word', required: true }],
  invite: [
    {
      name: 'role',
      about: { en: 'What they may do', ko: '권한' },
      takes: 'word',
      required: true,
      choices: same('viewer', 'trader'),
    },
  ],
  users: [PERSON],
  remove: [{ ...PERSON, required: true }],
  grant: [
    { ...PERSON, required: true },
    {
      name: 'role',
      about: { en: 'What they may do', ko: '권한' },
      takes: 'word',
      required: true,
      choices: same('viewer', 'trader', 'admin'),
    },
  ],
  models: [
    {
      name: 'page',
      about: { en: 'Which of the four pages, the first if left out', ko: '네 쪽 중 몇 쪽. 비우면 첫 쪽' },
      takes: 'word',
      choices: same('1', '2', '3', '4'),
    },
  ],
  help: [{ name: 'command', about: { en: 'A command', ko: '명령' }, takes: 'word', suggests: 'command' }],
};
