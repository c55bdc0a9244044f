import type { AlertKind } from '../alerts/alert-kinds.ts';
import { ALERT_KINDS, isAlertKind } from '../alerts/alert-kinds.ts';
import type { AlertMode } from '../outbox/outbox-entry.ts';

/** What the words after `/alerts` ask for. */
export type AlertLine =
  | { readonly asks: 'list'; readonly page: number }
  | { readonly asks: 'kinds' }
  | { readonly asks: 'test' }
  | { readonly asks: 'kind'; readonly kinds: readonly AlertKind[] }
  /** `inList`: a tap in the list of kinds, which is then shown anew. */
  | {
      readonly asks: 'choose';
      readonly kinds: readonly AlertKind[];
      readonly mode: AlertMode;
      readonly inList: boolean;
    }
  | { readonly asks: 'unknown'; readonly word: string };

const MODES: Readonly<Record<AlertMode, RegExp>> = {
  on: /^(?:on|ring|loud|켬|켜|켜기|켜줘|소리)$/,
  silent: /^(?:silent|silently|mute|quiet|무음|조용히|소리없이)$/,
  off: /^(?:off|never|끔|꺼|끄기|꺼줘|그만)$/,
};
const LIST = /^(?:kinds?|types?|종류|목록)$/;
const TEST = /^(?:test|시험|테스트)$/;
const ALL = /^(?:all|everything|전체|모두|전부|다)$/;
const PAGE = /^(?:page |페이지 )?(\d{1,3})(?: ?페이지)?$/;

const TRADES: readonly AlertKind[] = ['trade-opened', 'trade-added', 'trade-reduced', 'trade-closed'];

/** Besides its own name, spelt with blanks or hyphens; Korean words are written with or without blanks. */
const WORDS: Readonly<Record<string, readonly AlertKind[]>> = {
  trades: TRADES,
  거래: TRADES,
  orders: ['order-problem', 'order-unresolved'],
  주문: ['order-problem', 'order-unresolved'],
  opened: ['trade-opened'],
  진입: ['trade-opened'],
  added: ['trade-added'],
  추가: ['trade-added'],
  추가진입: ['trade-added'],
  reduced: ['trade-reduced'],
  일부청산: ['trade-reduced'],
  closed: ['trade-closed'],
  청산: ['trade-closed'],
  종료: ['trade-closed'],
  proposals: ['proposal'],
  제안: ['proposal'],
  승인: ['proposal'],
  승인요청: ['proposal'],
  주문문제: ['order-problem'],
  미확인주문: ['order-unresolved'],
  stop: ['stop-moved'],
  stops: ['stop-moved'],
  손절: ['stop-moved'],
  손절이동: ['stop-moved'],
  'p&l': ['pnl'],
  손익: ['pnl'],
  손익기준: ['pnl'],
  loss: ['daily-loss'],
  'loss-limit': ['daily-loss'],
  손실: ['daily-loss'],
  손실한도: ['daily-loss'],
  panic: ['emergency'],
  비상: ['emergency'],
  모델: ['model'],
  llm: ['llm-budget'],
  llm예산: ['llm-budget'],
  예산: ['llm-budget'],
  data: ['data-stall'],
  시세: ['data-stall'],
  시세중단: ['data-stall'],
  venue: ['venue-trouble'],
  exchange: ['venue-trouble'],
  거래소: ['venue-trouble'],
  거래소장애: ['venue-trouble'],
  external: ['external-change'],
  외부: ['external-change'],
  외부변경: ['external-change'],
  재시작: ['restart'],
  데스크: ['desk'],
  settings: ['setting'],
  설정: ['setting'],
  rules: ['rule'],
  규칙: ['rule'],
  내규칙: ['rule'],
  reports: ['report'],
  보고서: ['report'],
  decisions: ['decision'],
  판단: ['decision'],
  fills: ['fill'],
  체결: ['fill'],
};

/** Reads the words after `/alerts`, in either language. */
export function readAlertLine(words: string): AlertLine {
  const line = words.trim().toLowerCase().replace(/\s+/g, ' ');
  if (line === '') return { asks: 'list', page: 1 };
  const [, page] = PAGE.exec(line) ?? [];
  if (page !== undefined)
    return Number(page) > 0 ? { asks: 'list', page: Number(page) } : { asks: 'unknown', word: line };
  if (LIST.test(line)) return { asks: 'kinds' };
  if (TEST.test(line)) return { asks: 'test' };
  const [first = '', ...others] = line.split(' ');
  const inList = LIST.test(first);
  const parts = inList ? others : [first, ...others];
  const last = parts.at(-1) ?? '';
  const mode = modeOf(last);
  const named = (mode === null ? parts : parts.slice(0, -1)).join(' ');
  const kinds = kindsOf(named);
  if (kinds === null) return { asks: 'unknown', word: named === '' ? line : named };
  return mode === null ? { asks: 'kind', kinds } : { asks: 'choose', kinds, mode, inList };
}

function modeOf(word: string): AlertMode | null {
  if (MODES.on.test(word)) return 'on';
  if (MODES.silent.test(word)) return 'silent';
  return MODES.off.test(word) ? 'off' : null;
}

function kindsOf(named: string): readonly AlertKind[] | null {
  if (ALL.test(named)) return ALERT_KINDS;
  const hyphened = named.replaceAll(' ', '-');
  if (isAlertKind(hyphened)) return [hyphened];
  const joined = named.replaceAll(' ', '');
  for (const word of [hyphened, joined]) if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
  return null;
}
