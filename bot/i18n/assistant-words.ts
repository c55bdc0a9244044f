import type { UnansweredReason } from '../../agent/assistant/assistant-reply.ts';
import type { Language } from './language.ts';

/** Why the model's words do not stand in an answer. */
export type AsideReason = Exclude<UnansweredReason, 'cancelled'> | 'too-often' | 'waiting';

export interface AssistantWords {
  readonly thinking: string;
  looking(p: { tools: string }): string;
  readonly writing: string;
  readonly stop: string;
  readonly stopped: string;
  readonly stopAsked: string;
  readonly nothingToStop: string;
  /** Under an answer whose sentences a model wrote. */
  answeredBy(p: { model: string }): string;
  /** Under an answer by rules to a question that went to a model. */
  aside(p: { model: string; why: string }): string;
  readonly why: Readonly<Record<AsideReason, string>>;
  /** What can be done about a model that fails; null where there is nothing to do but wait. */
  advice(p: { detail: string | null; isOllama: boolean; model: string }): string | null;
  /** Under what the tools found, where the model's own words do not count. */
  readonly foundOnly: string;
  forgotten(p: { count: number }): string;
  readonly nothingToForget: string;
  readonly noMemory: string;
  /** What each tool looks at. */
  tool(name: string): string;
}

const TOOLS_EN: Readonly<Record<string, string>> = {
  market: 'the market',
  indicators: 'indicators',
  portfolio: 'the portfolio',
  positions: 'positions',
  orders: 'orders',
  trades: 'trades',
  decisions: 'decisions',
  why: 'the reasons of a decision',
  why_not: 'why nothing was bought',
  news_search: 'the news',
  performance: 'the performance',
  scoreboard: 'the scoreboard',
  what_if: 'how it would have gone',
  chart: 'a chart',
  settings_preview: 'settings',
  alert_rule: 'an alert',
  propose_trade: 'a proposal',
  pause: 'a pause',
};

const TOOLS_KO: Readonly<Record<string, string>> = {
  market: '시세',
  indicators: '지표',
  portfolio: '자산',
  positions: '포지션',
  orders: '주문',
  trades: '거래',
  decisions: '결정',
  why: '결정의 이유',
  why_not: '사지 않은 이유',
  news_search: '뉴스',
  performance: '성과',
  scoreboard: '점수판',
  what_if: '다르게 했을 때의 결과',
  chart: '차트',
  settings_preview: '설정',
  alert_rule: '알림',
  propose_trade: '제안',
  pause: '일시정지',
};

interface Advice {
  readonly start: string;
  pull(p: { model: string }): string;
  readonly missing: string;
  readonly key: string;
}

const ADVICE_EN: Advice = {
  start: 'Ollama does not run where it is looked for. Start it with: ollama serve',
  pull: ({ model }) => `Ollama does not have this model yet. Get it with: ollama pull ${model}`,
  missing: 'Its server does not offer a model of this name; "assent doctor" lists what it offers.',
  key: 'Its server does not accept the key; "assent doctor" says where the key is read from.',
};

const ADVICE_KO: Advice = {
  start: '올라마가 실행되고 있지 않습니다. 시작하려면: ollama serve',
  pull: ({ model }) => `올라마에 이 모델이 아직 없습니다. 받으려면: ollama pull ${model}`,
  missing: '서버에 이 이름의 모델이 없습니다. "assent doctor"가 쓸 수 있는 모델을 알려 줍니다.',
  key: '서버가 키를 받아들이지 않습니다. "assent doctor"가 키를 읽는 곳을 알려 줍니다.',
};

function adviceOf(p: Parameters<AssistantWords['advice']>[0], advice: Advice): string | null {
  if (p.detail === 'connection') return p.isOllama ? advice.start : null;
  if (p.detail === 'key-refused') return advice.key;
  if (p.detail !== 'model-missing') return null;
  return p.isOllama ? advice.pull({ model: p.model.slice(p.model.indexOf(':') + 1) }) : advice.missing;
}

export const ASSISTANT_WORDS: Readonly<Record<Language, AssistantWords>> = {
  en: {
    thinking: 'Thinking…',
    looking: ({ tools }) => `Looking at ${tools}…`,
    writing: 'Writing…',
    stop: 'Stop',
    stopped: 'Stopped, as you asked.',
    stopAsked: 'The answer is stopped.',
    nothingToStop:
      'No answer is under way. /pause keeps new positions out, /cancel takes orders back, /panic closes everything.',
    answeredBy: ({ model }) => `${model} wrote the sentences; every value is from the record`,
    aside: ({ model, why }) => `rules, no language model: ${model} ${why}`,
    why: {
      late: 'did not answer in time',
      unavailable: 'cannot be reached now',
      limited: 'has no room now',
      refused: 'declined to answer',
      malformed: 'did not finish its answer',
      'over-budget': 'is not asked any more today: its budget is spent',
      'not-recorded': 'has no recorded answer to this',
      ungrounded: 'said what the record does not bear out, so its words are left out',
      bounds: 'wanted to look up more than one answer may',
      failed: 'could not be used because of a fault; the log says more',
      'too-often': 'is not asked more often in a minute',
      waiting: 'still answers your earlier questions',
    },
    advice: (p) => adviceOf(p, ADVICE_EN),
    foundOnly: 'What was found in the record:',
    forgotten: ({ count }) =>
      count === 1 ? 'Forgotten: one question and its answer.' : `Forgotten: ${count} questions and their answers.`,
    nothingToForget: 'Nothing of our talk is kept.',
    noMemory: 'The memory could not be reached. Please try again.',
    tool: (name) => TOOLS_EN[name] ?? 'the record',
  },
  ko: {
    thinking: '생각하는 중…',
    looking: ({ tools }) => `살펴보는 중: ${tools}…`,
    writing: '쓰는 중…',
    stop: '그만',
    stopped: '말씀대로 멈췄습니다.',
    stopAsked: '답변을 멈췄습니다.',
    nothingToStop:
      '진행 중인 답변이 없습니다. 새 진입을 막으려면 /pause, 주문을 거두려면 /cancel, 모두 정리하려면 /panic 입니다.',
    answeredBy: ({ model }) => `문장은 ${model}, 값은 모두 기록에서`,
    aside: ({ model, why }) => `규칙 기반, 언어 모델 없음 (${model}: ${why})`,
    why: {
      late: '제때 답하지 않음',
      unavailable: '지금 연결되지 않음',
      limited: '지금 여유가 없음',
      refused: '답을 거절함',
      malformed: '답을 끝맺지 못함',
      'over-budget': '오늘 예산을 다 씀',
      'not-recorded': '녹화된 답이 없음',
      ungrounded: '기록과 맞지 않는 말이 있어 뺌',
      bounds: '한 답변에서 찾아볼 수 있는 양을 넘음',
      failed: '프로그램 문제, 로그에 남김',
      'too-often': '분당 질문 한도에 닿음',
      waiting: '앞선 질문에 답하는 중',
    },
    advice: (p) => adviceOf(p, ADVICE_KO),
    foundOnly: '기록에서 찾은 내용입니다.',
    forgotten: ({ count }) => `잊었습니다. 질문과 답 ${count}건을 지웠습니다.`,
    nothingToForget: '남아 있는 대화가 없습니다.',
    noMemory: '기억 저장소에 닿지 못했습니다. 다시 시도해 주세요.',
    tool: (name) => TOOLS_KO[name] ?? '기록',
  },
};
