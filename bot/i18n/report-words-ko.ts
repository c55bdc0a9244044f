import { withParticle } from './particle.ts';
import type { ReportWords } from './report-words-shape.ts';

export const REPORT_WORDS_KO: ReportWords = {
  title: {
    daily: (p) => `일간 보고서, ${p.span}`,
    weekly: (p) => `주간 보고서, ${p.span}`,
    monthly: (p) => `월간 보고서, ${p.span}`,
  },
  titleOfSpan: (p) => `보고서, ${p.span}`,
  runningTitle: {
    daily: (p) => `${p.span} 현황, ${p.until}까지`,
    weekly: (p) => `이번 주 현황, ${p.span}, ${p.until}까지`,
    monthly: (p) => `이번 달 현황, ${p.span}, ${p.until}까지`,
  },
  weekdays: ['일', '월', '화', '수', '목', '금', '토'],
  from: (p) => `데스크가 ${p.time}에 시작되어 그때부터의 보고입니다.`,
  result: (p) => (p.way === 0 ? '자산에 변화가 없습니다.' : `수수료를 뺀 손익은 ${p.money}(${p.percent})입니다.`),
  against: (p) => {
    const held = `같은 ${p.count}개 코인을 똑같이 나누어 사서 보유했다면 ${p.hold}입니다.`;
    if (p.way === 0) return `${held} 데스크의 성과는 단순 보유와 같습니다.`;
    return `${held} 데스크가 단순 보유보다 ${p.points}%p ${p.way > 0 ? '앞섰습니다' : '뒤졌습니다'}.`;
  },
  noComparison: '해당 기간의 시세가 없어 단순 보유와 비교할 수 없습니다.',
  equity: '자산',
  equityFromTo: (p) => `${p.from} → ${p.to}`,
  tradesNet: (p) => `${p.count}건, 이익 ${p.wins}건, 순손익 ${p.net}`,
  noTrades: '종료된 거래가 없습니다.',
  fees: '수수료',
  feesOf: (p) => `${p.fees} (체결 ${p.fills}건)`,
  notAvailable: (p) => `N/A (필요 ${p.floor}, 현재 ${p.sample})`,
  slippage: '슬리피지',
  slippageOf: (p) => `${p.cost} (시장가 체결 ${p.fills}건)`,
  extreme: (p) => `${p.net} [${p.id}] ${p.coin} ${p.direction}, ${p.reason}`,
  strategy: '전략',
  candidates: '판단',
  outcomes: (p) => `후보 ${p.total}건: ${p.list}.`,
  noCandidates: '후보가 없었습니다.',
  keptBy: (p) => `막은 이유: ${p.list}.`,
  reasonNames: {
    'entries.are-paused': '진입 일시 중지',
    'entries.panic-latched': '비상 정지',
  },
  voter: '투표자',
  votes: '투표',
  abstained: '기권',
  assented: '동의',
  agreed: '일치',
  right: '적중',
  rightNote:
    '일치: 데스크의 결과와 같은 투표의 비율. 적중: 동의 후 1시간 안에 가격이 수수료보다 크게 그 방향으로 움직였거나(모델은 10분 안에 0.2%), 반대 후 그렇게 움직이지 않은 투표의 비율.',
  forecasts: (p) => `${p.voter}: 예측 ${p.sample}건의 브라이어 점수 ${p.brier}, 로그 손실 ${p.logLoss} (0이 완벽).`,
  approvals: '승인',
  approvalsOf: (p) => `요청 ${p.asked}건: 승인 ${p.approved}, 거절 ${p.declined}, 만료 ${p.expired}.`,
  noApprovals: '승인 요청이 없었습니다.',
  vetoes: (p) =>
    p.way < 0
      ? `거절 ${p.count}건으로 ${withParticle(p.money, '을/를')} 놓쳤습니다.`
      : `거절 ${p.count}건으로 ${withParticle(p.money, '을/를')} 지켰습니다.`,
  vetoesUnmeasured: (p) => `거절 ${p.count}건의 결과는 아직 측정되지 않았습니다.`,
  languageModels: '언어 모델',
  noLanguageModel: '호출하지 않았습니다: 비용 0.',
  languageModelCalls: (p) =>
    p.cost === null ? `호출 ${p.calls}건, 비용은 기록에 없습니다.` : `호출 ${p.calls}건, ${p.cost} USD.`,
  incidents: '사고',
  noIncidents: '없음.',
  incident: {
    halt: (p) => `진입 차단: ${p.what}`,
    panic: (p) => `비상 정지: ${p.what}`,
    order: (p) => `주문 ${p.what}`,
    restart: () => '데스크가 다시 시작되었습니다',
    noticed: (p) => p.what,
    undelivered: (p) => `전달하지 못한 메시지 ${p.count}건`,
  },
  moreIncidents: (p) => `그 밖에 ${p.count}건.`,
  openPositions: '기간 말 보유',
  noPositions: '기간 말에 보유한 포지션이 없습니다.',
  entry: '진입가',
  buttons: { daily: '일간', weekly: '주간', monthly: '월간', schedule: '일정' },
  usage:
    '/report 오늘, 일간, 주간, 월간, 날짜(/report 2025-05-19) 또는 기간(/report 5월 19일 5월 21일). 받는 시각은 /report 일정에서 볼 수 있습니다.',
  notAPeriod: (p) => `“${p.text}”${withParticle(p.text, '을/를').slice(p.text.length)} 기간으로 읽을 수 없습니다.`,
  notLived: (p) => `그때는 데스크가 실행되지 않았습니다. 시작은 ${p.began}입니다.`,
  notYet: (p) => `아직 기록이 없는 기간입니다. 데스크의 시각은 ${p.now}입니다.`,
  unavailable: '여기에서는 보고서를 만들지 않습니다.',
  scheduleTitle: '보고서를 받는 시각',
  sorts: { daily: '일간', weekly: '주간', monthly: '월간' },
  sort: '보고서',
  when: '시각',
  next: '다음',
  off: '받지 않음',
  at: (p) => {
    const day = { daily: '매일', weekly: '월요일마다', monthly: '매월 1일' };
    return `${day[p.sort]} ${p.time}`;
  },
  atMarketEnd: {
    daily: '시장의 하루가 끝날 때',
    weekly: '시장의 한 주가 끝날 때',
    monthly: '시장의 한 달이 끝날 때',
  },
  marketNote: '지금은 재생 중이므로 보고서는 녹화된 시장의 시간을 따릅니다. 시각은 실시간 데스크에서 적용됩니다.',
  wallNote: '사용자 시간대 기준으로 지난 하루, 한 주(월요일~일요일), 한 달을 보고합니다.',
  howToChange: '변경: /report 일간 08:30, /report 주간 끔, /report 월간 켬.',
  changed: (p) => `${p.sort}: ${p.when}.`,
  notATime: (p) =>
    `“${p.text}”${withParticle(p.text, '을/를').slice(p.text.length)} 시각으로 읽을 수 없습니다. 예: /report 일간 09:00`,
};
