import { COMMANDS } from '../../bot/commands/registry.ts';

/** Who must get nowhere with them, as `ACTORS` of the walk names them. */
const OUTSIDERS = ['telegram:666', 'telegram:1', 'telegram:4', '666'];
const ADMIN = 'telegram:3';

/** For each command of the registry, by its name, the words that make it act, or show the most; a suite walks them all. */
export const ACTING: Readonly<Record<string, readonly string[]>> = {
  help: ['panic'],
  status: [''],
  portfolio: [''],
  positions: [''],
  orders: ['2'],
  trades: ['btc 2'],
  history: ['2'],
  pnl: ['week'],
  performance: [''],
  models: ['4'],
  report: ['today', 'weekly', 'daily 09:00', 'weekly off', 'schedule', '2020-01-01 2099-01-01'],
  chart: ['btc 1h', 'allocation', 'D-12'],
  balance: [''],
  market: ['btc'],
  mood: ['btc'],
  decisions: ['btc 2'],
  why: ['D-1'],
  whynot: ['btc'],
  whatif: ['stop 2%'],
  news: ['btc'],
  approve: ['A-1'],
  decline: ['A-1'],
  half: ['A-1'],
  reason: ['A-1 size', 'A-1 too late for me'],
  approvals: ['1'],
  policy: ['always', 'above 20%', 'auto', 'default', 'asleep half', 'asleep auto'],
  quiet: ['23:00-07:00 UTC', 'off'],
  buy: ['0.001 btc'],
  sell: ['0.001 btc'],
  close: ['btc'],
  closeall: [''],
  cancel: ['1', 'all'],
  confirm: ['4821', '4822', 'cancel'],
  pause: [''],
  resume: [''],
  panic: [''],
  unpanic: [''],
  settings: ['approval.mode auto', 'risk.max-daily-loss 5%', 'history', 'risk'],
  undo: ['', '1', '#1', '1e9'],
  alert: ['BTC above 1', 'BTC 1 이상', 'remove 1', 'again 1', 'remove 999999999', '1 off'],
  rules: [''],
  alerts: ['fill off', 'all off', 'all silent', 'kinds', 'test', '999999', 'kinds fill off'],
  lang: ['ko', 'en Asia/Seoul'],
  stop: [''],
  forget: [''],
  speed: ['', 'max', 'stop'],
  seek: ['+1h', '2025-05-20 12:00'],
  users: [''],
  invite: ['trader', 'viewer'],
  grant: [...OUTSIDERS.map((id) => `${id} admin`), `${ADMIN} viewer`],
  remove: [...OUTSIDERS, ADMIN],
  join: ['2222-2222'],
  id: ['5'],
  health: [''],
  version: [''],
};

/** Every word of the registry, bare and with what makes it act. */
export const LINES: readonly string[] = [
  // First what holds for a minute only.
  ...['4821', '4822', 'confirm 4821', 'confirm 4822', 'yes'],
  ...COMMANDS.flatMap((command) => [command.name, ...command.aliases]),
  ...COMMANDS.flatMap(({ name }) => (ACTING[name] ?? []).map((args) => `${name} ${args}`.trim())),
  ...['비트 0.1 매수', 'close all', '방해금지 꺼', '알림규칙 삭제 1', '되돌리기 1', '승인정책 자동'],
  ...['start 3333-3333', '4444-4444', 'id@bot'],
].flatMap((line) => [line, `/${line}`]);
