import type { Language } from './language.ts';

interface PanicWords {
  readonly nobody: string;
  readonly working: string;
  /** A desk of play money closes its positions itself. */
  readonly latched: string;
  readonly flat: string;
  readonly alone: string;
  /** Said at its beginning: it goes on until everything is flat. */
  readonly aloneWorking: string;
  readonly interrupted: string;
  readonly release: string;
  readonly phases: Readonly<Record<'idle' | 'working' | 'flat', string>>;
}

/** What `assent panic` says. */
export const PANIC_WORDS: Readonly<Record<Language, PanicWords>> = {
  en: {
    nobody:
      'Nobody obeyed: a desk holds this data folder but its emergency thread did not answer. Act in the app of the venue.',
    working: 'Latched. Not everything is flat yet; the emergency exit goes on. Look at the app of the venue.',
    latched: 'Latched. There is no account at a venue here; a desk of play money closes its positions itself.',
    flat: 'Latched. Everything is flat.',
    alone: 'No desk was running; this command did it by itself.',
    aloneWorking:
      'No desk is running; this command works by itself until everything is flat. Ctrl-C ends it, and the exit with it.',
    interrupted:
      'Interrupted: NOT everything is flat, and nobody works on it now. Run `assent panic` again or act in the app of the venue.',
    release: 'Entries stay blocked until an admin sends /unpanic.',
    phases: { idle: 'nothing done', working: 'not flat yet', flat: 'flat' },
  },
  ko: {
    nobody:
      '실행되지 않았습니다. 데스크가 이 데이터 폴더를 쓰고 있지만 비상 스레드가 답하지 않습니다. 거래소 앱에서 직접 청산해 주세요.',
    working: '비상 정지했습니다. 아직 모두 청산되지는 않아 비상 청산을 계속합니다. 거래소 앱을 확인해 주세요.',
    latched: '비상 정지했습니다. 거래소 계좌는 없으며, 모의 데스크는 포지션을 스스로 청산합니다.',
    flat: '비상 정지했습니다. 모두 청산되었습니다.',
    alone: '실행 중인 데스크가 없어 이 명령이 직접 청산했습니다.',
    aloneWorking:
      '실행 중인 데스크가 없어 이 명령이 모두 청산될 때까지 직접 처리합니다. Ctrl-C 를 누르면 비상 청산도 함께 멈춥니다.',
    interrupted:
      '중단되었습니다. 아직 모두 청산되지 않았고, 지금은 아무도 처리하지 않습니다. `assent panic` 을 다시 실행하거나 거래소 앱에서 직접 청산해 주세요.',
    release: '관리자가 /unpanic 을 보낼 때까지 새 진입은 막혀 있습니다.',
    phases: { idle: '작업 없음', working: '청산 중', flat: '청산 완료' },
  },
};
