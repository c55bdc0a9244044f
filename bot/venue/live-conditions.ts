import type { Language } from '../i18n/language.ts';
import { venueName } from '../i18n/venue-words.ts';
import type { AccountLook } from './account-look.ts';
import { CLOCK_LIMIT_MS, EXPIRY_WARNING_MS, otherProblems } from './account-look.ts';

/** What real money is asked of; every part was looked at before anything is judged, so that all is told at once. */
export interface LiveFacts {
  readonly venue: string;
  readonly account: string;
  readonly database: { readonly server: boolean; readonly durable: boolean };
  /** Names of variables; null where both are set. */
  readonly missingKeys: readonly string[] | null;
  /** Null without a key; a text where the venue did not answer. */
  readonly look: AccountLook | { readonly away: string } | null;
  /** Somebody whom a bot of this start reaches. */
  readonly hasAdmin: boolean;
  readonly reviews: ReviewLook;
  /** Whether an earlier emergency still keeps entries out; live starts all the same, so that its exit can go on. */
  readonly killed: boolean;
  readonly heldElsewhere: boolean;
  /** What the key, or the account, is bound to instead; an account where the key trades that one. */
  readonly bound: 'free' | 'this' | 'paper' | 'other-key' | BoundAccount;
  /** Null: nobody has said yet that real money may be traded, and somebody can be asked. */
  readonly armed: boolean | null;
  readonly now: number;
}

/** An account by its name in a desk and its venue. */
export interface BoundAccount {
  readonly account: string;
  readonly venue: string;
}

/** Who votes beside the signal model, as the configuration names them. */
export interface ReviewLook {
  /** Language models on the seats of the vote, each once. */
  readonly models: readonly string[];
  /** Seats of the vote, such as `review.first`, that no language model holds. */
  readonly empty: readonly string[];
  /** Whether votes come from a recording of earlier answers. */
  readonly recorded: boolean;
}

/** Beside the signal model; one model that errs must not be able to trade alone. */
const LEAST_MODELS = 2;

export type ConditionName =
  | 'database-server'
  | 'database-durable'
  | 'keys-missing'
  | 'venue-away'
  | 'key-fails'
  | 'key-cannot-trade'
  | 'key-can-withdraw'
  | 'key-withdraw-unknown'
  | 'key-expired'
  | 'account-problem'
  | 'clock-off'
  | 'no-admin'
  | 'too-few-models'
  | 'models-recorded'
  | 'killed'
  | 'held-elsewhere'
  | 'bound-to-paper'
  | 'bound-to-other-key'
  | 'bound-to-other-account'
  | 'not-armed'
  | 'not-ip-bound'
  | 'key-expires';

/** One condition that does not hold, or in a warning one that had better. */
export interface Unmet {
  readonly name: ConditionName;
  readonly text: Readonly<Record<Language, string>>;
}

type SayReason = (reason: AccountLook['problems'][number], language: Language) => string;

/** Returns every condition of live trading that does not hold, in the order in which a person would put it right. */
export function unmetConditions(facts: LiveFacts, say: SayReason): readonly Unmet[] {
  const { database, hasAdmin, reviews, heldElsewhere, bound, armed, account } = facts;
  return [
    ...when(!database.server, 'database-server', SENTENCES['database-server']),
    ...when(database.server && !database.durable, 'database-durable', SENTENCES['database-durable']),
    ...keyConditions(facts, say),
    ...when(!hasAdmin, 'no-admin', SENTENCES['no-admin']),
    ...when(reviews.models.length < LEAST_MODELS, 'too-few-models', tooFewModels(reviews)),
    ...when(reviews.recorded, 'models-recorded', SENTENCES['models-recorded']),
    ...when(heldElsewhere, 'held-elsewhere', held(facts)),
    ...when(bound === 'paper', 'bound-to-paper', SENTENCES['bound-to-paper']),
    ...when(bound === 'other-key', 'bound-to-other-key', otherKey(account)),
    ...(typeof bound === 'object' ? when(true, 'bound-to-other-account', otherAccount(bound, facts)) : []),
    ...when(armed === false, 'not-armed', SENTENCES['not-armed']),
  ];
}

/** Returns what does not keep real money out and is better put right. */
export function liveWarnings(facts: Pick<LiveFacts, 'look' | 'now' | 'killed'>): readonly Unmet[] {
  return [...when(facts.killed, 'killed', SENTENCES.killed), ...keyWarnings(facts)];
}

function keyWarnings({ look, now }: Pick<LiveFacts, 'look' | 'now'>): readonly Unmet[] {
  if (look === null || 'away' in look) return [];
  const { ipBound, expiresAt } = look;
  const days = expiresAt === null ? null : Math.max(0, Math.floor((expiresAt - now) / 86_400_000));
  const soon = expiresAt !== null && expiresAt > now && expiresAt - now <= EXPIRY_WARNING_MS;
  return [
    ...when(ipBound === false, 'not-ip-bound', SENTENCES['not-ip-bound']),
    ...when(soon, 'key-expires', {
      en: `The key ends in ${days} days and cannot be extended: make a new one in time.`,
      ko: `키가 ${days}일 뒤 만료되며 연장되지 않습니다. 미리 새로 만드세요.`,
    }),
  ];
}

function keyConditions(facts: LiveFacts, say: SayReason): readonly Unmet[] {
  const { missingKeys, look, now, venue } = facts;
  if (missingKeys !== null) return when(true, 'keys-missing', missing(venue, missingKeys));
  if (look === null) return [];
  if ('away' in look) return when(true, 'venue-away', away(venue, look.away));
  if (!look.keyWorks) return when(true, 'key-fails', keyFails(venue));
  const { canTrade, canWithdraw, expiresAt, clockOffsetMs } = look;
  return [
    ...when(canTrade === false, 'key-cannot-trade', SENTENCES['key-cannot-trade']),
    ...when(canWithdraw === true, 'key-can-withdraw', SENTENCES['key-can-withdraw']),
    ...when(canWithdraw === null, 'key-withdraw-unknown', SENTENCES['key-withdraw-unknown']),
    ...when(expiresAt !== null && expiresAt <= now, 'key-expired', SENTENCES['key-expired']),
    ...when(clockOffsetMs !== null && Math.abs(clockOffsetMs) >= CLOCK_LIMIT_MS, 'clock-off', clockOff(clockOffsetMs)),
    ...otherProblems(look).flatMap((problem) =>
      when(true, 'account-problem', { en: say(problem, 'en'), ko: say(problem, 'ko') }),
    ),
  ];
}

function when(holds: boolean, name: ConditionName, text: Unmet['text']): readonly Unmet[] {
  return holds ? [{ name, text }] : [];
}

const SENTENCES = {
  'database-server': {
    en: 'Real money needs a PostgreSQL server: the embedded database does not survive a power cut. Set DATABASE_URL.',
    ko: '실거래에는 PostgreSQL 서버가 필요합니다. 내장 데이터베이스는 정전을 견디지 못합니다. DATABASE_URL을 설정하세요.',
  },
  'database-durable': {
    en: 'The PostgreSQL server may lose what it acknowledged: set fsync = on and synchronous_commit = on.',
    ko: 'PostgreSQL 서버가 확정한 기록을 잃을 수 있습니다. fsync = on, synchronous_commit = on 으로 설정하세요.',
  },
  'key-cannot-trade': {
    en: 'The key may not trade. Allow spot (or futures) trading for it at the venue, and nothing more.',
    ko: '키에 거래 권한이 없습니다. 거래소에서 거래 권한만 허용하세요.',
  },
  'key-can-withdraw': {
    en: 'The key may withdraw. Whoever stole it could empty the account: make a key that cannot.',
    ko: '키에 출금 권한이 있습니다. 유출되면 계좌가 비워질 수 있으니 출금 권한이 없는 키를 만드세요.',
  },
  'key-withdraw-unknown': {
    en: 'The venue does not say whether the key may withdraw, so it counts as if it might. Try again, or make a new key.',
    ko: '키에 출금 권한이 있는지 확인할 수 없어 있는 것으로 봅니다. 다시 시도하거나 새 키를 만드세요.',
  },
  'key-expired': {
    en: 'The key has ended. Make a new one at the venue.',
    ko: '키가 만료되었습니다. 거래소에서 새 키를 만드세요.',
  },
  'no-admin': {
    en: 'Nobody is an admin in chat: nobody could lift a stop or answer from away. Run "assent setup telegram" or "assent setup discord", and start with its TELEGRAM_BOT_TOKEN or DISCORD_BOT_TOKEN: without the token of their platform an admin is not reached.',
    ko: '채팅에 관리자가 없어 밖에서 멈춤을 풀거나 답할 사람이 없습니다. "assent setup telegram" 또는 "assent setup discord"를 실행하고, 시작할 때도 그 TELEGRAM_BOT_TOKEN 또는 DISCORD_BOT_TOKEN을 설정하세요. 해당 채팅의 토큰이 없으면 관리자가 있어도 연락이 닿지 않습니다.',
  },
  'models-recorded': {
    en: 'models.cassette plays recorded answers of language models: they know nothing of the market now. Set it to live or record.',
    ko: 'models.cassette 설정이 언어 모델의 녹화된 답을 재생합니다. 지금 시장을 모르는 답이니 live 또는 record로 바꾸세요.',
  },
  killed: {
    en: 'The kill switch is latched by an earlier emergency: no entries, and an exit that was interrupted goes on. Look at the account at the venue; an admin lifts it with /unpanic.',
    ko: '이전 비상 정지가 걸려 있어 새로 진입하지 않으며, 중단된 청산은 이어집니다. 거래소에서 계좌를 확인한 뒤 관리자가 /unpanic으로 푸세요.',
  },
  'bound-to-paper': {
    en: 'This key was used for paper in this database. If it is meant for real money now, start once with --bind.',
    ko: '이 데이터베이스에서 모의 거래에 쓴 키입니다. 이제 실거래용이라면 한 번만 --bind 로 시작하세요.',
  },
  'not-armed': {
    en: 'Nobody said that real money may be traded. Start with --arm "TRADE REAL MONEY", or at a terminal, which asks.',
    ko: '실거래를 허락한 사람이 없습니다. --arm "TRADE REAL MONEY" 로 시작하거나, 터미널에서 시작해 답하세요.',
  },
  'not-ip-bound': {
    en: 'The key works from every address. Bind it to that of this machine at the venue.',
    ko: '키가 모든 IP에서 작동합니다. 거래소에서 이 서버의 IP로 제한하세요.',
  },
} as const satisfies Partial<Record<ConditionName, Unmet['text']>>;

function missing(venue: string, names: readonly string[]): Unmet['text'] {
  return {
    en: `No key of ${venueName(venue, 'en')}: set ${names.join(' and ')}, or the same names with _FILE.`,
    ko: `${venueName(venue, 'ko')} 키가 없습니다. ${names.join(', ')} 또는 이름 뒤에 _FILE을 붙여 설정하세요.`,
  };
}

function away(venue: string, fault: string): Unmet['text'] {
  return {
    en: `${venueName(venue, 'en')} could not be asked about the account (${fault}). Look at the connection and at its notices.`,
    ko: `${venueName(venue, 'ko')}에 계좌를 확인할 수 없습니다(${fault}). 연결 상태와 거래소 공지를 확인하세요.`,
  };
}

function tooFewModels({ models, empty }: ReviewLook): Unmet['text'] {
  const [seats, named] = [empty.join(', '), models.join(', ')];
  return {
    en: `Real money needs two different language models beside the signal model; there ${models.length === 1 ? `is only ${named}` : 'is none'}. No model sits on ${seats}: name one there (such as groq:openai/gpt-oss-20b or ollama:qwen3:8b) and give its key or address.`,
    ko: `실거래에는 신호 모델 외에 서로 다른 언어 모델 두 개가 필요합니다. 지금은 ${models.length === 1 ? `${named} 하나뿐입니다` : '하나도 없습니다'}. ${seats} 자리에 모델(예: groq:openai/gpt-oss-20b, ollama:qwen3:8b)과 그 키 또는 주소를 설정하세요.`,
  };
}

function keyFails(venue: string): Unmet['text'] {
  return {
    en: `${venueName(venue, 'en')} refuses the key: it is wrong, ended, or bound to another address.`,
    ko: `${venueName(venue, 'ko')}에서 키를 거절합니다. 잘못되었거나 만료되었거나 다른 IP에 묶인 키입니다.`,
  };
}

function clockOff(offsetMs: number | null): Unmet['text'] {
  const seconds = (Math.abs(offsetMs ?? 0) / 1000).toFixed(1);
  return {
    en: `This machine's clock is ${seconds} s off the venue's; 5 s is the limit. Turn on time synchronisation (NTP).`,
    ko: `이 컴퓨터의 시계가 거래소와 ${seconds}초 다릅니다(한도 5초). 시간 동기화(NTP)를 켜세요.`,
  };
}

function held({ account, venue }: LiveFacts): Unmet['text'] {
  return {
    en: `Another engine trades ${account} at ${venueName(venue, 'en')} already. One account has one engine: stop it first. Where its machine or connection died, PostgreSQL lets go of the account after about a minute.`,
    ko: `다른 엔진이 이미 ${venueName(venue, 'ko')} ${account} 계좌를 거래하고 있습니다. 먼저 그쪽을 멈추세요. 그 서버나 연결이 이미 끊겼다면 약 1분 뒤 PostgreSQL이 계좌를 놓습니다.`,
  };
}

function otherKey(account: string): Unmet['text'] {
  return {
    en: `The account ${account} was traded with another key in this database. If this one belongs to the same account, start once with --bind; otherwise name the account anew with --account.`,
    ko: `이 데이터베이스의 ${account} 계좌는 다른 키로 거래했습니다. 같은 계좌의 새 키라면 한 번만 --bind 로 시작하고, 아니면 --account 로 다른 이름을 쓰세요.`,
  };
}

function otherAccount(bound: BoundAccount, { account, venue }: LiveFacts): Unmet['text'] {
  const [ownEn, ownKo] = [venueName(bound.venue, 'en'), venueName(bound.venue, 'ko')];
  return {
    en: `This key trades the account ${bound.account} at ${ownEn} in this database, not ${account} at ${venueName(venue, 'en')}: the same money would get a second desk that knows nothing of its positions. Start with --account ${bound.account} --venue ${bound.venue}; if the key is meant for the new account from now on, start once with --bind.`,
    ko: `이 데이터베이스에서 이 키는 ${venueName(venue, 'ko')} ${account} 계좌가 아니라 ${ownKo} ${bound.account} 계좌를 거래합니다. 그대로 시작하면 같은 돈을 기존 포지션을 모르는 새 데스크가 거래하게 됩니다. --account ${bound.account} --venue ${bound.venue} 로 시작하고, 앞으로 이 계좌에 쓸 키라면 한 번만 --bind 로 시작하세요.`,
  };
}
