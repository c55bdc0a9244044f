/** What the help is grouped by, and the names of the commands under it, in the order in which they are read. */
export const HELP_TOPICS = {
  account: ['status', 'portfolio', 'positions', 'orders', 'trades', 'history', 'pnl', 'performance', 'balance'],
  markets: ['market', 'mood', 'news', 'chart'],
  records: ['decisions', 'why', 'whynot', 'whatif', 'models', 'report'],
  trading: ['buy', 'sell', 'close', 'closeall', 'cancel', 'outside', 'confirm'],
  proposals: ['approve', 'half', 'decline', 'reason', 'approvals', 'policy'],
  alerts: ['alerts', 'alert', 'rules', 'quiet'],
  emergency: ['panic', 'unpanic', 'pause', 'resume'],
  settings: ['settings', 'undo', 'lang', 'stop', 'forget'],
  recording: ['speed', 'seek'],
  people: ['users', 'invite', 'grant', 'remove', 'join', 'id'],
  system: ['health', 'version', 'help'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type HelpTopic = keyof typeof HELP_TOPICS;

/** Returns whether a word is the English name of a topic. */
export function isHelpTopic(word: string): word is HelpTopic {
  return Object.hasOwn(HELP_TOPICS, word);
}

/** Every topic, in the order in which the help shows them. */
export const TOPIC_NAMES: readonly HelpTopic[] = Object.keys(HELP_TOPICS).filter(isHelpTopic);
