import type { ReportWords } from './report-words-shape.ts';

const AGAINST = { [-1]: 'behind', 0: 'level with', 1: 'ahead of' } as const;

export const REPORT_WORDS_EN: ReportWords = {
  title: {
    daily: (p) => `Daily report, ${p.span}`,
    weekly: (p) => `Weekly report, ${p.span}`,
    monthly: (p) => `Monthly report, ${p.span}`,
  },
  titleOfSpan: (p) => `Report, ${p.span}`,
  runningTitle: {
    daily: (p) => `${p.span} so far, until ${p.until}`,
    weekly: (p) => `The week so far, ${p.span}, until ${p.until}`,
    monthly: (p) => `The month so far, ${p.span}, until ${p.until}`,
  },
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  from: (p) => `The desk began ${p.time}; the report is from there on.`,
  result: (p) =>
    p.way === 0 ? 'Equity did not change.' : `${p.way > 0 ? 'Up' : 'Down'} ${p.money} (${p.percent}) after fees.`,
  against: (p) => {
    const held = `Buying the same ${p.count} coins in equal parts and holding them: ${p.hold}.`;
    const by = p.way === 0 ? '' : ` by ${p.points} points`;
    return `${held} The desk was ${AGAINST[p.way]} that${by}.`;
  },
  noComparison: 'Buying and holding cannot be compared: the prices of the span are not known.',
  equity: 'Equity',
  equityFromTo: (p) => `${p.from} → ${p.to}`,
  tradesNet: (p) => `${p.count}, ${p.wins} won, ${p.net} net`,
  noTrades: 'No trade closed.',
  fees: 'Fees',
  feesOf: (p) => `${p.fees} on ${p.fills} fills`,
  notAvailable: (p) => `N/A (${p.sample} of the ${p.floor} it takes)`,
  slippage: 'Slippage',
  slippageOf: (p) => `${p.cost} on ${p.fills} market fills`,
  extreme: (p) => `${p.net} [${p.id}] ${p.coin} ${p.direction}, ${p.reason}`,
  strategy: 'Strategy',
  candidates: 'Decisions',
  outcomes: (p) => `${p.total} candidates: ${p.list}.`,
  noCandidates: 'There was no candidate.',
  keptBy: (p) => `Kept back by: ${p.list}.`,
  reasonNames: {
    'entries.are-paused': 'entries paused',
    'entries.panic-latched': 'panic',
  },
  voter: 'Voter',
  votes: 'Votes',
  abstained: 'Abstained',
  assented: 'Said yes',
  agreed: 'Agreed',
  right: 'Right',
  rightNote:
    'Agreed: as the desk then did. Right: a yes before the price moved that way by more than its fees within the hour (the model: by 0.2% within 10 minutes), a no before it did not.',
  forecasts: (p) =>
    `${p.voter}: Brier score ${p.brier}, log loss ${p.logLoss} over ${p.sample} forecasts (0 is perfect).`,
  approvals: 'Approvals',
  approvalsOf: (p) => `Asked ${p.asked}: ${p.approved} approved, ${p.declined} declined, ${p.expired} expired.`,
  noApprovals: 'Nobody was asked.',
  vetoes: (p) => `Your ${vetoes(p.count)} ${p.way < 0 ? 'cost' : 'saved'} ${p.money}.`,
  vetoesUnmeasured: (p) => `What your ${vetoes(p.count)} came to is not measured yet.`,
  languageModels: 'Language models',
  noLanguageModel: 'None was asked: cost 0.',
  languageModelCalls: (p) =>
    p.cost === null ? `${p.calls} calls; their cost is not in the record.` : `${p.calls} calls, ${p.cost} USD.`,
  incidents: 'Incidents',
  noIncidents: 'None.',
  incident: {
    halt: (p) => `Entries halted: ${p.what}`,
    panic: (p) => `Panic by ${p.what}`,
    order: (p) => `Order ${p.what}`,
    restart: () => 'The desk was restarted',
    noticed: (p) => p.what,
    undelivered: (p) => `${p.count} ${p.count === '1' ? 'message' : 'messages'} could not be delivered`,
  },
  moreIncidents: (p) => `And ${p.count} more.`,
  openPositions: 'Open at the end',
  noPositions: 'Nothing was held at the end.',
  entry: 'Entry',
  buttons: { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly', schedule: 'Schedule' },
  usage:
    '/report today, daily, weekly, monthly, a date (/report 2025-05-19) or a span (/report 19 May 21 May). /report schedule shows when they come.',
  notAPeriod: (p) => `I cannot read “${p.text}” as a period.`,
  notLived: (p) => `The desk did not run then. It began ${p.began}.`,
  notYet: (p) => `There is nothing of that yet: the desk is at ${p.now}.`,
  unavailable: 'Reports are not made here.',
  scheduleTitle: 'When your reports come',
  sorts: { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly' },
  sort: 'Report',
  when: 'When',
  next: 'Next',
  off: 'off',
  at: (p) => {
    const day = { daily: 'every day', weekly: 'on Mondays', monthly: 'on the 1st' };
    return `${day[p.sort]} at ${p.time}`;
  },
  atMarketEnd: {
    daily: "when the market's day ends",
    weekly: "when the market's week ends",
    monthly: "when the market's month ends",
  },
  marketNote: 'This is a replay: reports follow the recorded market. Times of day count on a desk in real time.',
  wallNote: 'Each is of the last whole day, week (Monday to Sunday) or month in your time zone.',
  howToChange: 'To change: /report daily 08:30, /report weekly off, /report monthly on.',
  changed: (p) => `${p.sort}: ${p.when}.`,
  notATime: (p) => `I cannot read “${p.text}” as a time of day. For example: /report daily 09:00`,
};

function vetoes(count: string): string {
  return count === '1' ? 'one veto' : `${count} vetoes`;
}
