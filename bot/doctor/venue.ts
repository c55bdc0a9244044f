import type { Reason } from '../../engine/domain/reason.ts';
import type { Language } from '../i18n/language.ts';
import { venueName } from '../i18n/venue-words.ts';
import type { AccountLook } from '../venue/account-look.ts';
import { CLOCK_LIMIT_MS, CLOCK_WARNING_MS, EXPIRY_WARNING_MS, otherProblems } from '../venue/account-look.ts';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

/** What the composition root wires in. */
export interface VenueDoctorParts {
  readonly venue: string;
  /** Names of the variables that hold the key, and whether both are set. */
  readonly keys: { readonly names: readonly string[]; readonly set: boolean };
  /** Asks the venue; is called once for all checks. */
  look(): Promise<AccountLook>;
  /** Opens the public streams and resolves once they stand; false when they did not within the patience. */
  reachStreams(): Promise<boolean>;
  sayReason(reason: Reason, language: Language): string;
  now(): number;
}

/** Returns the checks of one venue, in the order in which a person would put things right. */
export function venueChecks(parts: VenueDoctorParts): readonly DoctorCheck[] {
  let asked: Promise<AccountLook> | null = null;
  const look = (): Promise<AccountLook> => {
    asked ??= parts.look();
    return asked;
  };
  const ask = (name: string, title: DoctorCheck['title'], read: (look: AccountLook) => Finding): DoctorCheck => ({
    name,
    title,
    check: async () => (parts.keys.set ? read(await look()) : NOT_ASKED),
  });
  return [
    keysCheck(parts),
    ask('venue-key', { en: 'Key', ko: '키' }, ({ keyWorks }) => keyFinding(parts.venue, keyWorks)),
    ask('venue-rights', { en: 'Rights', ko: '권한' }, rightsFinding),
    ask('venue-address', { en: 'Address', ko: 'IP 제한' }, addressFinding),
    ask('venue-expiry', { en: 'End of the key', ko: '키 만료' }, (found) => expiryFinding(found, parts.now())),
    ask('venue-clock', { en: 'Clock', ko: '시계' }, clockFinding),
    ask('venue-limits', { en: 'Request limits', ko: '요청 한도' }, limitsFinding),
    ask('venue-minimums', { en: 'Minimum orders', ko: '최소 주문' }, minimumsFinding),
    ask('venue-account', { en: 'Account', ko: '계좌 설정' }, (found) => accountFinding(found, parts)),
    streamsCheck(parts),
  ];
}

const NOT_ASKED = warning('Not asked: there is no key.', '키가 없어 확인하지 않았습니다.');

function keysCheck({ venue, keys }: VenueDoctorParts): DoctorCheck {
  const names = keys.names.join(', ');
  return {
    name: 'venue-keys',
    title: { en: `Keys of ${venueName(venue, 'en')}`, ko: `${venueName(venue, 'ko')} 키 설정` },
    check: () =>
      keys.set
        ? ok(`${names} are set.`, `${names} 설정됨.`)
        : problem(
            `Set ${names}, or the same names with _FILE to files that hold them.`,
            `${names} 또는 이름 뒤에 _FILE을 붙여 파일로 설정하세요.`,
          ),
  };
}

function keyFinding(venue: string, keyWorks: boolean): Finding {
  if (keyWorks) return ok('The venue accepts it.', '거래소가 받아들입니다.');
  return problem(
    `${venueName(venue, 'en')} refuses it or did not answer: it is wrong, ended, or bound to another address.`,
    `${venueName(venue, 'ko')}에서 거절하거나 답하지 않습니다. 잘못되었거나 만료되었거나 다른 IP에 묶인 키입니다.`,
  );
}

function rightsFinding({ keyWorks, canTrade, canWithdraw }: AccountLook): Finding {
  if (!keyWorks) return warning('Not known: the key does not work.', '키가 작동하지 않아 알 수 없습니다.');
  if (canWithdraw === true)
    return problem(
      'It may withdraw. Live refuses such a key: make one that may trade and nothing else.',
      '출금 권한이 있습니다. 실거래는 이런 키를 거절합니다. 거래만 되는 키를 만드세요.',
    );
  if (canTrade === false)
    return problem('It may not trade. Allow trading for it.', '거래 권한이 없습니다. 거래를 허용하세요.');
  if (canWithdraw === false && canTrade === null)
    return ok(
      'It cannot withdraw; whether it may trade shows with the first order.',
      '출금할 수 없습니다. 거래 권한은 첫 주문에서 확인됩니다.',
    );
  if (canWithdraw === null)
    return warning(
      'The venue does not say what it may do. Live counts a right to withdraw that is not ruled out as one.',
      '거래소가 권한을 알려 주지 않습니다. 실거래는 출금 권한이 없다고 확인되지 않으면 있는 것으로 봅니다.',
    );
  return ok('It may trade and cannot withdraw.', '거래할 수 있고 출금할 수 없습니다.');
}

function addressFinding({ ipBound }: AccountLook): Finding {
  if (ipBound === true) return ok('The key is bound to addresses.', '키가 IP로 제한되어 있습니다.');
  if (ipBound === null) return ok('The venue does not tell.', '거래소가 알려 주지 않습니다.');
  return warning(
    'The key works from every address. Bind it to that of this machine.',
    '키가 모든 IP에서 작동합니다. 이 서버의 IP로 제한하세요.',
  );
}

function expiryFinding({ expiresAt }: AccountLook, now: number): Finding {
  if (expiresAt === null) return ok('No end is known.', '만료일이 없습니다.');
  const days = Math.floor((expiresAt - now) / 86_400_000);
  const date = new Date(expiresAt).toISOString().slice(0, 10);
  if (expiresAt <= now)
    return problem(`It ended on ${date}. Make a new one.`, `${date}에 만료되었습니다. 새로 만드세요.`);
  const told = [`It ends on ${date}, in ${days} days.`, `${date}에 만료됩니다(${days}일 남음).`] as const;
  return expiresAt - now <= EXPIRY_WARNING_MS
    ? warning(`${told[0]} Make a new one in time.`, `${told[1]} 미리 새로 만드세요.`)
    : ok(...told);
}

function clockFinding({ clockOffsetMs }: AccountLook): Finding {
  if (clockOffsetMs === null)
    return problem(
      'The venue did not tell its time. Look at the connection.',
      '거래소 시각을 받지 못했습니다. 연결을 확인하세요.',
    );
  const ms = Math.round(clockOffsetMs);
  const told = [
    `The venue's clock is ${ms} ms ahead of ours.`,
    `거래소 시계가 이 컴퓨터보다 ${ms} ms 빠릅니다.`,
  ] as const;
  if (Math.abs(ms) >= CLOCK_LIMIT_MS)
    return problem(`${told[0]} Turn on time synchronisation (NTP).`, `${told[1]} 시간 동기화(NTP)를 켜세요.`);
  return Math.abs(ms) >= CLOCK_WARNING_MS
    ? warning(`${told[0]} Look at time synchronisation (NTP).`, `${told[1]} 시간 동기화(NTP)를 확인하세요.`)
    : ok(...told);
}

function limitsFinding({ limits }: AccountLook): Finding {
  const shown = limits.map(
    ({ group, used, allowed, perMs }) => `${group} ${used ?? 0}/${allowed} per ${perMs / 1_000} s`,
  );
  const told = shown.length === 0 ? 'none known' : shown.join(', ');
  const near = limits.filter(({ used, allowed }) => (used ?? 0) > 0.8 * allowed);
  return near.length === 0
    ? ok(`Used: ${told}.`, `사용량: ${told}.`)
    : warning(
        `Nearly used up: ${told}. Does another program use this key?`,
        `거의 다 썼습니다: ${told}. 다른 프로그램이 이 키를 쓰나요?`,
      );
}

function minimumsFinding({ minimums }: AccountLook): Finding {
  if (minimums.length === 0)
    return problem('None of the coins of venue.symbols is listed.', 'venue.symbols의 코인이 하나도 없습니다.');
  const shown = minimums.map(({ symbol, minNotional }) => `${symbol} ${minNotional}`).join(', ');
  return ok(`${shown}.`, `${shown}.`);
}

function accountFinding(look: AccountLook, { sayReason }: VenueDoctorParts): Finding {
  const problems = otherProblems(look);
  if (problems.length === 0) return ok('Nothing is in the way of trading.', '거래를 막는 설정이 없습니다.');
  const said = (language: Language) => problems.map((one) => sayReason(one, language)).join(' ');
  return problem(said('en'), said('ko'));
}

function streamsCheck({ reachStreams, venue }: VenueDoctorParts): DoctorCheck {
  return {
    name: 'venue-streams',
    title: { en: 'Streams', ko: '실시간 스트림' },
    check: async () =>
      (await reachStreams())
        ? ok('They open.', '연결됩니다.')
        : problem(
            `The streams of ${venueName(venue, 'en')} do not open. Does a firewall or proxy keep WebSocket out?`,
            `${venueName(venue, 'ko')} 스트림에 연결할 수 없습니다. 방화벽이나 프록시가 WebSocket을 막는지 확인하세요.`,
          ),
  };
}
