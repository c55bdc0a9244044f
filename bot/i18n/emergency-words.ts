import type { Language } from './language.ts';

interface EmergencyWords {
  readonly label: string;
  readonly title: string;
  readonly ready: (of: { ready: string; accounts: string }) => string;
  readonly loading: (of: { ready: string; accounts: string }) => string;
  /** Play money: nothing is held at a venue. */
  readonly noAccount: string;
  readonly accounts: (of: { accounts: string }) => string;
  readonly dead: string;
  readonly open: string;
  readonly latched: (of: { at: string; by: string }) => string;
  readonly last: (of: { at: string; by: string; flat: boolean | null }) => string;
  readonly never: string;
}

/** What /health and the doctor say of the emergency path. */
export const EMERGENCY_WORDS: Readonly<Record<Language, EmergencyWords>> = {
  en: {
    label: 'Emergency',
    title: 'Emergency path',
    ready: ({ ready, accounts }) => `ready (${ready} of ${accounts} accounts)`,
    loading: ({ ready, accounts }) => `still loading markets (${ready} of ${accounts} accounts ready)`,
    noAccount: 'no account at a venue: the desk closes its positions itself',
    accounts: ({ accounts }) => `accounts at venues: ${accounts}`,
    dead: 'ITS THREAD DOES NOT ANSWER: in an emergency act in the app of the venue',
    open: 'not latched',
    latched: ({ at, by }) => `LATCHED since ${at} by ${by}; an admin releases it with /unpanic`,
    last: ({ at, by, flat }) =>
      `last used ${at} by ${by}${flat === null ? '' : flat ? ', everything got flat' : ', NOT EVERYTHING GOT FLAT'}`,
    never: 'never used',
  },
  ko: {
    label: '비상 경로',
    title: '비상 경로',
    ready: ({ ready, accounts }) => `준비됨 (계좌 ${accounts}개 중 ${ready}개)`,
    loading: ({ ready, accounts }) => `마켓을 불러오는 중 (계좌 ${accounts}개 중 ${ready}개 준비됨)`,
    noAccount: '거래소 계좌 없음: 데스크가 포지션을 직접 청산합니다',
    accounts: ({ accounts }) => `거래소 계좌 ${accounts}개`,
    dead: '비상 스레드가 답하지 않습니다. 비상시에는 거래소 앱에서 직접 청산해 주세요',
    open: '비상 정지 아님',
    latched: ({ at, by }) => `${at}부터 비상 정지 중 (${by}). 관리자가 /unpanic 으로 해제합니다`,
    last: ({ at, by, flat }) =>
      `마지막 사용 ${at} (${by})${flat === null ? '' : flat ? ', 모두 청산됨' : ', 모두 청산되지는 않았습니다'}`,
    never: '사용한 적 없음',
  },
};
