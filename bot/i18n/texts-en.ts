import { counted } from './plural.ts';

/** Sentences of the chat in English; `Texts` is the shape that every language fills. */
export const EN = {
  none: 'none',
  dash: '-',
  on: 'on',
  off: 'off',

  // Words that head a column or a line.
  coin: 'Coin',
  side: 'Side',
  type: 'Type',
  state: 'State',
  quantity: 'Quantity',
  filled: 'Filled',
  price: 'Price',
  entry: 'Entry',
  exit: 'Exit',
  stop: 'Stop',
  target: 'Target',
  profit: 'Profit',
  netProfit: 'Net profit',
  fee: 'Fee',
  fees: 'Fees',
  reason: 'Reason',
  because: 'Because of',
  order: 'Order',
  trade: 'Trade',
  fill: 'Fill',
  closed: 'Closed',
  account: 'Account',
  notional: 'Value',
  worstLoss: 'Worst loss',
  expires: 'Answer by',
  source: 'Source',
  exitReason: 'Exit',
  timeLabel: 'Time',
  equity: 'Equity',
  balanceLabel: 'Balance',
  startingCash: 'Started with',
  realised: 'Realised',
  unrealised: 'Unrealised',
  exposure: 'Exposure',
  today: 'Since 00:00 UTC',
  drawdown: 'Drawdown',
  maxDrawdown: 'Largest drawdown',
  openPositions: 'Positions',
  openOrders: 'Open orders',
  pendingApprovals: 'Waiting for you',
  entries: 'Entries',
  recordsLabel: 'Recorded',
  reviewersLabel: 'Reviewers',
  modelLabel: 'Model',
  databaseLabel: 'Database',
  journalLabel: 'Journal',
  recordingLabel: 'Recording',
  speedLabel: 'Speed',
  buyAndHold: 'Buy and hold',
  sharpe: 'Sharpe',
  sortino: 'Sortino',
  returnBasis: { daily: 'daily returns, a year', hourly: 'hourly returns, a year' } as Readonly<
    Record<'daily' | 'hourly', string>
  >,
  equityChange: 'Equity change',
  closedTrades: 'Closed trades',
  tradesCount: 'Trades',
  winsCount: 'Won',
  winRate: 'Win rate',
  profitFactor: 'Profit factor',
  averageTrade: 'Average trade',
  best: 'Best',
  worst: 'Worst',
  change1h: '1 h',
  change24h: '24 h',
  bidAsk: 'Bid / ask',
  spread: 'Spread',
  atr: 'ATR(14), 1 min',
  volatility: 'Volatility, 1 min',
  volumeRatio: 'Volume',
  quotedAt: 'Quoted at',
  setting: 'Setting',
  value: 'Value',
  allowed: 'Allowed',
  reduces: 'Out of',
  noteTitle: 'Note',

  modeName: { replay: 'Replay', paper: 'Paper', live: 'LIVE' },
  accountName: { paper: 'paper money', live: 'REAL MONEY' },
  periodName: { day: 'today', week: 'last 7 days', month: 'last 30 days' },
  orderType: {
    market: 'market',
    limit: 'limit',
    'stop-market': 'stop',
    'take-profit-market': 'take profit',
  },
  orderState: {
    INTENT: 'about to be sent',
    SENDING: 'being sent',
    OPEN: 'open',
    PARTIAL: 'partly filled',
    PENDING_CANCEL: 'being canceled',
    FILLED: 'filled',
    CANCELED: 'canceled',
    REJECTED: 'rejected by the exchange',
    UNKNOWN: 'outcome unknown, being looked up',
    NOT_PLACED: 'was never placed',
    STUCK: 'STUCK, needs a look',
  },
  outcomeName: {
    acted: 'traded',
    asked: 'waits for you',
    held: 'held',
    denied: 'denied',
    declined: 'declined',
    expired: 'expired',
    blocked: 'blocked',
    skipped: 'skipped',
  },

  // Help and routing.
  helpTitle: 'What you can type',
  helpCommand: 'Command',
  helpMeaning: 'What it does',
  helpQuestionsTitle: 'Or just ask',
  helpQuestions: [
    'why did you buy?',
    'why did you not buy SOL at 14:05?',
    'how much did I make today?',
    'any news about the ETF?',
    'how is the sentiment on BTC?',
    '왜 샀어?',
  ],
  helpAliases: (p: { aliases: string }) => `Also: ${p.aliases}`,
  helpRole: (p: { role: string }) => `For: ${p.role} and above`,
  unknownCommand: (p: { name: string; near: string | null }) =>
    `There is no command “${p.name}”. ${p.near === null ? '' : `Did you mean /${p.near}? `}/help lists them all.`,
  needsRole: (p: { role: string }) => `That needs the role ${p.role}.`,
  strangerReply: 'This is a private assistant.',
  lineTooLong: (p: { limit: string }) =>
    `That line is longer than ${p.limit} characters, which is the most I read. I did nothing.`,
  buttonVoid: 'That button has been used or is too old. You can still type the command.',
  failed: 'Something went wrong on my side, so I did not answer. It is in the log.',
  tooManyLines: 'That was very fast. Please wait a moment.',

  // Who may talk to the desk, and from where.
  privateOnly: 'Please ask me that in our private chat.',
  tooLate: (p: { age: string }) => `That reached me ${p.age} late, so I did not do it. Please ask again.`,
  deliveredTwice: 'That reached me twice. I do such a thing once at most; /status shows how things stand.',
  proposalMoved: 'That proposal has been answered, has expired or was quoted anew. Nothing was sent.',
  storeAway: 'My database does not answer, so I did nothing. /panic works all the same.',
  resumeTitle: 'Enter again after the drawdown limit?',
  usersTitle: 'People',
  userName: 'Name',
  userIdLabel: 'Id',
  roleLabel: 'Role',
  sinceLabel: 'Since',
  noUsers: 'Nobody yet but the owner at the terminal. /invite viewer or /invite trader makes a code.',
  makeRole: (p: { role: string }) => `Make ${p.role}`,
  removeChoice: 'Remove',
  removeHow: 'Whom? For example /remove telegram:123; /users lists everybody.',
  removeDone: (p: { who: string }) => `${p.who} is out. Their buttons and codes are void.`,
  removeUnwritten: (p: { who: string }) =>
    `${p.who} is out for now, but the database does not answer. Please repeat it later: it may not outlast a restart.`,
  grantHow:
    'For example /grant telegram:123 trader. The roles are viewer, trader, admin; /id tells people their number.',
  grantTitle: 'A new admin?',
  grantConfirm: (p: { who: string }) => `${p.who} could then change limits, and let people in and out.`,
  grantDone: (p: { who: string; role: string }) => `${p.who} has the role ${p.role} now.`,
  grantUnwritten: (p: { who: string }) =>
    `The database does not answer, so the role of ${p.who} may not be written. /users shows what counts.`,
  inviteHow: '/invite viewer or /invite trader. An admin is made with /grant.',
  inviteCode: (p: { role: string; life: string; code: string }) =>
    `Whoever sends me “/join ${p.code}” in private within ${p.life} gets the role ${p.role}. It works once.`,
  inviteWelcome: (p: { role: string }) => `Welcome. Your role is ${p.role}. /help shows what you can do.`,
  inviteWrong: 'That code is not valid, or not any more. Please ask for a new one.',
  accessRefused: {
    'not-an-id': 'That is no id of a person. It looks like telegram:123.',
    'terminal-owner': 'The owner at the terminal stays admin.',
    'last-admin': 'That is the last admin. Make somebody else one first.',
    'unknown-user': 'I do not know that person. /users lists everybody.',
  },

  // State of the desk.
  statusTitle: (p: { mode: string; account: string }) => `${p.mode}, ${p.account}`,
  counts: (p: { decisions: string; trades: string; fills: string; entries: string }) =>
    `${counted(p.decisions, 'decision')}, ${counted(p.trades, 'trade')}, ${counted(p.fills, 'fill')}, ${counted(p.entries, 'journal entry', 'journal entries')}`,
  gateOpen: 'open',
  gateDrawdown: 'drawdown limit reached (/resume counts anew from here).',
  gateDayLoss: "the day's loss limit is reached.",
  gatePaused: 'paused by hand.',
  gatePanicked: 'blocked by panic.',
  gateHalted: (p: { reason: string }) => `halted: ${p.reason}`,
  speedMax: 'as fast as it goes',
  speedPaused: (p: { speed: string }) => `paused (${p.speed})`,
  speedIs: (p: { speed: string }) => `Speed: ${p.speed}.`,
  notReplay: 'This desk follows a live market; only a recording has a speed, or moments to go to.',
  seekBack: 'The recording only plays forward: what was decided is not undone.',
  seekBeyondEnd: (p: { end: string }) => `The recording ends ${p.end}.`,
  seekDone: (p: { time: string }) => `Played on to ${p.time}.`,
  journalHead: (p: { count: string; hash: string }) => `${counted(p.count, 'entry', 'entries')}, ${p.hash}`,
  positionsTitle: 'Positions',
  noPositions: 'Nothing is held.',
  noPositionIn: (p: { coin: string }) => `No ${p.coin} is held.`,
  closeChoice: (p: { coin: string }) => `Close ${p.coin}`,
  portfolioTitle: 'Portfolio',
  balanceTitle: 'Balance',
  ordersTitle: 'Open orders',
  noOrders: 'No order is open.',
  atMarket: 'market',
  tradesTitle: 'Closed trades',
  noTrades: 'No trade has been closed yet.',
  historyTitle: 'Fills',
  noFills: 'Nothing has been filled yet.',
  pnlTitle: (p: { period: string; since: string }) => `Profit and loss, ${p.period} (since ${p.since})`,
  noTradesInPeriod: 'No trade was closed in this period.',
  tradesAndWins: (p: { count: string; wins: string }) => `${p.count} (${p.wins} won)`,
  performanceTitle: 'Performance',
  notEnough: 'N/A',
  fewTrades: (p: { floor: string }) => `Ratios are shown from ${p.floor} trades on; before that they are mostly luck.`,
  marketTitle: 'Market',
  marketOf: (p: { pair: string }) => p.pair,
  noPrice: (p: { coin: string }) => `There is no price of ${p.coin} yet.`,
  times: (p: { value: string }) => `${p.value} × its mean`,

  // Orders by hand.
  ofEquity: (p: { share: string }) => `${p.share} of equity`,
  aboutPrice: (p: { price: string }) => `about ${p.price} (market)`,
  worstLossOf: (p: { loss: string }) => `Worst loss ${p.loss}.`,
  confirmTitle: 'Please check',
  confirmHow: (p: { code: string }) => `Type /confirm ${p.code} within a minute to send it.`,
  confirmChoice: 'Confirm',
  confirmNone: 'Nothing waits for a code.',
  confirmWrong: 'That is not the code. Nothing was sent.',
  confirmExpired: 'That took longer than a minute, so nothing was sent. Please ask again.',
  confirmDrifted: (p: { drift: string }) => `The price has moved ${p.drift} since then. Please look again:`,
  aboveCap: (p: { share: string; cap: string }) =>
    `That is ${p.share} of equity; the limit for an order by hand is ${p.cap}. Nothing was sent.`,
  stopWrongSide: 'The stop lies on the wrong side of the price. Nothing was sent.',
  targetWrongSide: 'The target lies on the wrong side of the price. Nothing was sent.',
  limitInvalid: 'That limit price is not possible. Nothing was sent.',
  moreThanHeld: (p: { asked: string; held: string; coin: string }) =>
    `${p.asked} is more than what is held (${p.held}). /close ${p.coin} closes all of it; an order never turns a position round.`,
  whichPosition: (p: { coins: string }) => `Which one? You hold ${p.coins}.`,
  whichOrder: (p: { orders: string }) => `Which one? Open: ${p.orders}. Or /cancel all.`,
  closeAllTitle: 'Close everything?',
  acceptedTitle: 'Done',
  refusedTitle: 'Refused',

  // Approvals.
  proposalLine: (p: { id: string; side: string; size: string; notional: string; share: string; decision: string }) =>
    `[${p.decision}] Asks to ${p.side} ${p.size}: ${p.notional}, ${p.share}. Waits for your answer (${p.id}).`,
  proposalTitle: (p: { id: string; side: string; coin: string }) => `Proposal ${p.id}: ${p.side} ${p.coin}`,
  approve: 'Approve',
  half: 'Half',
  decline: 'Decline',
  why: 'Why?',
  nothingToApprove: 'Nothing waits for your answer.',
  whichApproval: 'Several proposals wait. Which one?',

  // Panic.
  panicTitle: 'PANIC',
  panicFlat: 'Everything is flat: no position and no open order.',
  panicClosing: (p: { positions: string; orders: string }) =>
    `Still open: ${counted(p.positions, 'position')} and ${counted(p.orders, 'order')}; closing. A receipt follows.`,
  panicHowBack: 'New entries stay blocked until an admin types /unpanic.',
  notPanicked: 'The panic latch is not set.',
  unpanicTitle: 'Allow trading again?',
  unpanicConfirm: (p: { code: string }) => `Type /confirm ${p.code} within a minute to release the panic latch.`,

  // Settings and language.
  settingsTitle: 'Settings',
  unknownSetting: (p: { key: string }) => `There is no setting “${p.key}”. /settings lists them.`,
  flagChoices: 'on, off',
  whichLanguage: 'Type /lang ko or /lang en; a time zone may follow, such as /lang en Asia/Seoul.',
  unknownZone: (p: { zone: string }) => `I do not know the time zone “${p.zone}”. For example Asia/Seoul or UTC.`,
  languageSet: 'English it is.',

  // What the desk reads.
  healthTitle: 'Health',
  fetchingLabel: 'Fetching',
  fetchingOff: 'off: sources are visited only by “assent news fetch”',
  newsLabel: 'News',
  newsCounts: (p: { documents: string; stories: string }) =>
    `${counted(p.documents, 'report')}, ${counted(p.stories, 'story', 'stories')}`,
  searchLabel: 'Search',
  embedderOf: (p: { name: string; kind: 'lexical' | 'semantic'; vectors: string }) =>
    `${p.name}, ${p.vectors} vectors; ${p.kind === 'lexical' ? 'lexical: compares wording, not meaning' : 'semantic: compares meaning'}`,
  embedderNone: 'by words alone, without vectors',
  vectorsMissing: (p: { missing: string }) => `${p.missing} still to be made`,
  sourcesTitle: 'Sources',
  sourceWell: (p: { name: string; time: string; fresh: string }) => `${p.name}: ${p.time}, ${p.fresh} new`,
  sourceFailing: (p: { name: string; failures: string; since: string; problem: string }) =>
    `${p.name}: FAILING (${p.failures} in a row), last success ${p.since}: ${p.problem}`,
  sourceUnvisited: (p: { name: string }) => `${p.name}: not visited yet`,
  sourceNext: (p: { wait: string }) => `; next visit in ${p.wait}`,
  sourceDue: '; due now',
  neverYet: 'never',
  onlyRecordedNews: "No source is set up: only the recording's news is there.",
  noNewsAtAll: 'No source is set up, and no recording brings news.',

  // Alerts.
  alertEntered: (p: { id: string; side: string; size: string; reason: string }) =>
    `[${p.id}] ${p.side} ${p.size}. ${p.reason}`,
  alertExiting: (p: { id: string; coin: string; reason: string }) => `[${p.id}] Closing ${p.coin}. ${p.reason}`,
  alertCandidate: (p: { id: string; coin: string; side: string; outcome: string; reason: string }) =>
    `[${p.id}] ${p.coin} ${p.side}, ${p.outcome}: ${p.reason}`,
  alertFill: (p: { id: string; side: string; size: string; price: string; fee: string }) =>
    `[${p.id}] ${p.side} ${p.size} @ ${p.price}, fee ${p.fee}`,
  alertApprovalExpired: (p: { id: string }) => `${p.id} expired without an answer; nothing was traded.`,
  alertApprovalAnswered: (p: { id: string; by: string; answer: string }) => `${p.id}: ${p.answer} (${p.by})`,
  approvalStatus: {
    pending: 'waiting',
    approved: 'approved',
    halved: 'approved by half',
    declined: 'declined',
    expired: 'expired',
    requoted: 'quoted anew',
    voided: 'withdrawn',
  },
  alertOrder: (p: { coin: string; state: string; reason: string }) => `Order in ${p.coin}: ${p.state}. ${p.reason}`,
  alertPaused: (p: { by: string }) => `Entries were paused by ${p.by}.`,
  alertResumed: (p: { by: string }) => `Entries were resumed by ${p.by}.`,
  alertHalted: (p: { reason: string }) => `Entries are halted: ${p.reason}`,
  alertPanic: (p: { by: string; positions: string; orders: string }) =>
    `Panic by ${p.by}: closing ${counted(p.positions, 'position')}, canceling ${counted(p.orders, 'order')}. Entries are blocked.`,
  flatTitle: 'Everything is flat',
  flatReceipt: 'Entries stay blocked until /unpanic.',
  alertUnpanic: (p: { by: string }) => `The panic latch was released by ${p.by}.`,
  alertSetting: (p: { key: string; from: string; to: string; by: string }) => `${p.key}: ${p.from} → ${p.to} (${p.by})`,

  // Telegram: the way there, and what stands in it.
  moreLines: (p: { count: string }) => `…(${counted(p.count, 'more line')})`,
  telegramTrouble: {
    revoked:
      'Telegram does not accept the bot token any more. The desk goes on without Telegram; set a new token and start again.',
    'other-poller':
      'Another program asks for the messages of this Telegram bot with the same token. Stop it, or give each its own bot; until then only one of them hears you.',
    away: 'Telegram cannot be reached. What is to be told is kept and sent later.',
    back: 'Telegram works again.',
  },
  modelVote: (p: { stance: string; chance: string; needed: string }) => `${p.stance} (${p.chance}, needs ${p.needed})`,
  proposalResult: (p: { answer: string; by: string; time: string }) => `${p.answer} · ${p.by} · ${p.time}`,
  outboxEscalated: (p: { channel: string; waited: string }) => `This did not arrive by ${p.channel} (${p.waited}).`,
  outboxRefused: 'refused',
  outboxMerged: (p: { count: string }) => `And ${counted(p.count, 'quieter message')}; /alerts has them.`,

  // Terminal.
  quitAsk: 'Press Ctrl-C once more to quit. Positions and stops stay as they are.',
  statusLineOpen: (p: { count: string }) => `${p.count} open`,

  // When the desk opens, and when the recording ends.
  welcomeTitle: (p: { version: string }) => `Assent ${p.version}: a recorded market, paper money`,
  welcomeWhat: (p: { recording: string; from: string; to: string; coins: string }) =>
    `Replaying ${p.recording} (${p.from} to ${p.to}): ${p.coins}, real 1-minute bars, news of those days.`,
  welcomeVotes: (p: { model: string; reviewers: string; database: string }) =>
    `A trade needs the model (${p.model}), ${p.reviewers} and the risk rules. Record: ${p.database}.`,
  welcomeFirst: (p: { equity: string }) => `A new paper account of ${p.equity}.`,
  welcomeAgain: (p: { time: string; equity: string }) => `Everything is as it was: ${p.time}, equity ${p.equity}.`,
  welcomeHow:
    'Type a question (why did you buy? / 왜 SOL 안 샀어?), /help for the commands, /panic to get out of everything, /quit to leave.',
  farewell: (p: { time: string; equity: string }) =>
    `Left at ${p.time}, equity ${p.equity}. The next start goes on from here.`,
  recordingOverTitle: 'The recording is over',
  recordingOver: (p: { decisions: string; trades: string; equity: string }) =>
    `${counted(p.decisions, 'candidate')} decided, ${counted(p.trades, 'trade')} closed, equity ${p.equity}. Ask about any of them.`,
  journalHash: (p: { entries: string; hash: string }) =>
    `Journal: ${counted(p.entries, 'entry', 'entries')}, hash ${p.hash}`,
  statusLineWaiting: (p: { ids: string }) => `WAITING: ${p.ids}`,
} as const;

type Widened<T> = T extends string
  ? string
  : T extends (parts: infer P) => string
    ? (parts: P) => string
    : { readonly [K in keyof T]: Widened<T[K]> };

/** Every sentence and word of the chat; a language that lacks one does not compile. */
export type Texts = Widened<typeof EN>;
