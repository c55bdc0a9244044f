import type { Regime } from '../../engine/performance/reviewer-score/regime.ts';
import type { Language } from './language.ts';

/** The sentences and words of `/models`. */
export interface ModelWords {
  readonly title: string;
  readonly pageTitles: readonly [votes: string, care: string, markets: string, lift: string];
  counted(p: { decisions: string; measured: string; days: string }): string;
  readonly none: string;
  notAPage(p: { text: string }): string;
  readonly voter: string;
  readonly votes: string;
  readonly saidYes: string;
  readonly abstained: string;
  readonly right: string;
  readonly late: string;
  readonly invalid: string;
  readonly brier: string;
  readonly calibration: string;
  readonly latency: string;
  readonly cost: string;
  readonly horizon: string;
  readonly market: string;
  readonly regimes: Readonly<Record<Regime, string>>;
  readonly asked: string;
  readonly trades: string;
  readonly net: string;
  readonly lift: string;
  readonly interval: string;
  readonly modelAnd: string;
  readonly seat: string;
  readonly weight: string;
  /** What the figures mean; `idle` null: too few are measured. */
  rightNote(p: { move: string; idle: string | null; floor: string }): string;
  readonly careNote: string;
  readonly marketNote: string;
  liftNote(p: { floor: string }): string;
  weightNote(p: { decision: string; threshold: string; quorum: string }): string;
  readonly exportHint: string;
}

export const MODEL_WORDS: Readonly<Record<Language, ModelWords>> = {
  en: {
    title: 'Voters',
    pageTitles: ['votes', 'calibration, time and cost', 'by horizon and market', 'what an assent adds'],
    counted: (p) =>
      `${p.decisions} candidates were voted on in the last ${p.days} days; of ${p.measured} it is known where the price stood an hour later.`,
    none: 'Nothing has been put to the vote yet.',
    notAPage: (p) => `“${p.text}” is no page: /models, /models 2 up to /models 4.`,
    voter: 'Voter',
    votes: 'Votes',
    saidYes: 'Said yes',
    abstained: 'Abstained',
    right: 'Right',
    late: 'Late',
    invalid: 'Unusable',
    brier: 'Brier',
    calibration: 'Off by',
    latency: 'p50 / p95',
    cost: 'Cost each',
    horizon: 'After',
    market: 'Market',
    regimes: {
      calm: 'calm third',
      usual: 'middle third',
      wild: 'wild third',
      with: 'hour with it',
      against: 'hour against it',
      flat: 'hour without a trend',
    },
    asked: 'The model and',
    trades: 'Trades',
    net: 'Net each',
    lift: 'More than blind',
    interval: '95% between',
    modelAnd: 'the model alone',
    seat: 'Seat',
    weight: 'Weight',
    rightNote: (p) => {
      const idle = p.idle === null ? '' : ` Who always says no would have been right in ${p.idle}.`;
      return `Right: a yes before the price moved the wanted way by ${p.move} or more (both fees) within the hour, a no before it did not.${idle} Below ${p.floor} measured votes there is no rate.`;
    },
    careNote:
      'Brier: 0 is sure and right, 1 sure and wrong. Off by: how far “80% sure” and being right lie apart on average, from 30 votes on. Time and cost are of language models.',
    marketNote:
      'Thirds are by the volatility of the candidates themselves. The hour before went with a candidate, or against it, by more than it usually moves.',
    liftNote: (p) =>
      `Trades that the model wanted and these voters too, by the price an hour later after both fees, against as many drawn blindly from the model's own. An interval on both sides of zero tells nothing. Below ${p.floor} trades there is no figure.`,
    weightNote: (p) =>
      `Weights as of ${p.decision}; the ensemble acts from ${p.threshold} on, with ${p.quorum} votes and no veto of the seat for risk.`,
    exportHint: 'For training: assent models export --out FILE.',
  },
  ko: {
    title: '투표자 성적',
    pageTitles: ['투표', '신뢰도, 시간, 비용', '기간별, 시장별', '동의의 효과'],
    counted: (p) =>
      `최근 ${p.days}일간 투표한 후보는 ${p.decisions}건이고, 그중 1시간 뒤 가격을 아는 것은 ${p.measured}건입니다.`,
    none: '아직 투표한 후보가 없습니다.',
    notAPage: (p) => `“${p.text}” 페이지는 없습니다. /models, /models 2부터 /models 4까지 있습니다.`,
    voter: '투표자',
    votes: '투표',
    saidYes: '찬성',
    abstained: '기권',
    right: '적중',
    late: '지연',
    invalid: '무효 답',
    brier: 'Brier',
    calibration: '오차',
    latency: 'p50 / p95',
    cost: '건당 비용',
    horizon: '경과',
    market: '시장',
    regimes: {
      calm: '변동 낮은 1/3',
      usual: '변동 중간 1/3',
      wild: '변동 높은 1/3',
      with: '직전 1시간 같은 방향',
      against: '직전 1시간 반대 방향',
      flat: '직전 1시간 추세 없음',
    },
    asked: '모델과 함께',
    trades: '거래',
    net: '건당 순손익',
    lift: '무작위 대비',
    interval: '95% 구간',
    modelAnd: '모델만',
    seat: '자리',
    weight: '가중치',
    rightNote: (p) => {
      const idle = p.idle === null ? '' : ` 항상 반대했다면 ${p.idle} 적중했을 것입니다.`;
      return `적중: 1시간 안에 가격이 원하던 방향으로 ${p.move}(왕복 수수료) 이상 움직였을 때의 찬성, 그렇지 않았을 때의 반대.${idle} 결과를 아는 투표가 ${p.floor}건 미만이면 비율을 내지 않습니다.`;
    },
    careNote:
      'Brier: 0은 확신하고 맞음, 1은 확신하고 틀림. 오차: “80% 확신”과 실제 적중률의 평균 차이(30건부터). 시간과 비용은 언어 모델만 해당합니다.',
    marketNote:
      '변동 구간은 후보들의 변동성을 셋으로 나눈 것입니다. 추세는 직전 1시간 움직임이 평소보다 컸는지로 나눕니다.',
    liftNote: (p) =>
      `모델과 이 투표자들이 모두 찬성한 거래의 1시간 뒤 가격 기준 순손익(왕복 수수료 차감)을, 모델 거래에서 같은 건수를 무작위로 뽑은 것과 비교합니다. 구간이 0을 포함하면 차이를 알 수 없습니다. ${p.floor}건 미만이면 수치를 내지 않습니다.`,
    weightNote: (p) =>
      `${p.decision} 시점의 가중치입니다. 점수 ${p.threshold} 이상, 투표 ${p.quorum}건 이상, 위험 담당의 거부가 없을 때 거래합니다.`,
    exportHint: '학습용 내보내기: assent models export --out FILE.',
  },
};
