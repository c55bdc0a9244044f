import type { Language } from './language.ts';
import { withParticle } from './particle.ts';

/** What is said about settings, their changes and what a change would do. */
export interface SettingWords {
  readonly groups: Readonly<Record<SettingGroup, string>>;
  readonly history: string;
  readonly back: string;
  readonly cancel: string;
  readonly how: string;
  changedBy(p: { value: string; who: string; time: string }): string;
  readonly change: string;
  readonly means: string;
  readonly standard: string;
  fileMaximum(p: { limit: string }): string;
  fileMinimum(p: { limit: string }): string;
  already(p: { key: string; value: string }): string;
  readonly effect: string;
  readonly now: string;
  readonly tapOr: (p: { code: string }) => string;
  readonly typeCode: (p: { code: string }) => string;
  readonly nothingChanged: string;
  receipt(p: { key: string; from: string; to: string }): string;
  readonly takeBack: string;
  readonly takenBack: string;
  readonly historyTitle: string;
  readonly noHistory: string;
  readonly historyHow: string;
  readonly isUndone: string;
  isUndo(p: { number: string }): string;
  undoes(p: { number: string; who: string; time: string; from: string; to: string }): string;
  readonly undoLabel: string;
  readonly nothingToUndo: string;
  noSuchChange(p: { number: string }): string;
  undoneAlready(p: { number: string }): string;
  changedSince(p: { number: string; key: string }): string;
  undoNotAllowed(p: { number: string; key: string; value: string }): string;
}

export type SettingGroup = 'risk' | 'approval' | 'strategy';

const EN: SettingWords = {
  groups: { risk: 'Risk', approval: 'Approval', strategy: 'Strategies' },
  history: 'Changes',
  back: 'All settings',
  cancel: 'Cancel',
  how: 'What one means: /settings KEY. Change it: /settings KEY VALUE, or “default”. What was changed: /settings history.',
  changedBy: (p) => `${p.value}; changed by ${p.who} at ${p.time}`,
  change: 'Change',
  means: 'Meaning',
  standard: 'From the file',
  fileMaximum: (p) => `the file's hard cap is ${p.limit}; chat cannot go above it`,
  fileMinimum: (p) => `the file sets at least ${p.limit}; chat cannot go below it`,
  already: (p) => `${p.key} is ${p.value} already. Nothing to change.`,
  effect: 'What it would have done',
  now: 'Now',
  tapOr: (p) => `Confirm with the button or with /confirm ${p.code} within a minute.`,
  typeCode: (p) => `This gives the desk more freedom, so type the code: /confirm ${p.code}, within a minute.`,
  nothingChanged: 'Canceled. Nothing was changed.',
  receipt: (p) => `${p.key}: ${p.from} → ${p.to}`,
  takeBack: '/undo takes it back.',
  takenBack: 'The earlier change is taken back.',
  historyTitle: 'Changes of settings',
  noHistory: 'No setting has been changed yet.',
  historyHow: '/undo takes back the newest change that still stands, /undo 3 the one with that number.',
  isUndone: 'taken back',
  isUndo: (p) => `took back #${p.number}`,
  undoes: (p) => `#${p.number} by ${p.who} at ${p.time}: ${p.from} → ${p.to}`,
  undoLabel: 'Takes back',
  nothingToUndo: 'There is no change left to take back.',
  noSuchChange: (p) => `There is no change #${p.number}. /settings history lists them.`,
  undoneAlready: (p) => `#${p.number} is taken back already, or took one back itself.`,
  changedSince: (p) => `${p.key} was changed again after #${p.number}. Take back the later change first.`,
  undoNotAllowed: (p) =>
    `#${p.number} cannot be taken back: the file no longer allows ${p.value} for ${p.key}. /settings ${p.key} shows what it allows; /settings history shows earlier changes.`,
};

const KO: SettingWords = {
  groups: { risk: '위험 한도', approval: '승인', strategy: '전략' },
  history: '변경 기록',
  back: '전체 설정',
  cancel: '취소',
  how: '뜻은 /settings 이름, 변경은 /settings 이름 값 (파일 값으로는 default), 변경 기록은 /settings history 입니다.',
  changedBy: (p) => `${p.value}; ${withParticle(p.who, '이/가')} ${p.time}에 변경`,
  change: '변경',
  means: '뜻',
  standard: '파일 값',
  fileMaximum: (p) => `설정 파일의 한도는 ${p.limit}이며, 대화로는 더 올릴 수 없습니다`,
  fileMinimum: (p) => `설정 파일의 최솟값은 ${p.limit}이며, 대화로는 더 내릴 수 없습니다`,
  already: (p) => `${p.key} 값은 이미 ${p.value}입니다. 바꿀 것이 없습니다.`,
  effect: '지난 기록에 적용하면',
  now: '지금',
  tapOr: (p) => `1분 안에 확인 버튼을 누르거나 /confirm ${withParticle(p.code, '을/를')} 입력해 주세요.`,
  typeCode: (p) =>
    `제한을 푸는 변경이라 코드를 직접 입력해야 합니다. 1분 안에 /confirm ${withParticle(p.code, '을/를')} 입력해 주세요.`,
  nothingChanged: '취소했습니다. 바뀐 것은 없습니다.',
  receipt: (p) => `${p.key}: ${p.from} → ${p.to}`,
  takeBack: '되돌리려면 /undo 를 입력하면 됩니다.',
  takenBack: '앞선 변경을 되돌렸습니다.',
  historyTitle: '설정 변경 기록',
  noHistory: '아직 바뀐 설정이 없습니다.',
  historyHow: '/undo 는 남아 있는 변경 가운데 가장 최근 것을, /undo 3 은 그 번호의 변경을 되돌립니다.',
  isUndone: '되돌림',
  isUndo: (p) => `#${withParticle(p.number, '을/를')} 되돌린 변경`,
  undoes: (p) => `#${p.number} ${p.who}, ${p.time}: ${p.from} → ${p.to}`,
  undoLabel: '되돌릴 변경',
  nothingToUndo: '되돌릴 변경이 없습니다.',
  noSuchChange: (p) => `변경 #${p.number} 기록이 없습니다. /settings history 에서 볼 수 있습니다.`,
  undoneAlready: (p) => `#${withParticle(p.number, '은/는')} 이미 되돌렸거나, 되돌리기로 생긴 변경입니다.`,
  changedSince: (p) => `#${p.number} 뒤에 ${p.key} 값이 다시 바뀌었습니다. 나중 변경을 먼저 되돌려 주세요.`,
  undoNotAllowed: (p) =>
    `#${withParticle(p.number, '은/는')} 되돌릴 수 없습니다. 설정 파일이 ${p.key}에 ${withParticle(p.value, '을/를')} 더 이상 허용하지 않습니다. 허용 범위는 /settings ${p.key}, 앞선 변경은 /settings history 에서 볼 수 있습니다.`,
};

export const SETTING_WORDS: Readonly<Record<Language, SettingWords>> = { en: EN, ko: KO };
