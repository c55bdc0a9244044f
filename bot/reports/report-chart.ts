import { estimateOf } from '../../engine/domain/decimal.ts';
import type { EquitySample } from '../../engine/performance/equity-curve.ts';
import type { EquityRequest } from '../charts/chart.ts';
import { MAX_POINTS } from '../charts/chart.ts';
import type { Language } from '../i18n/language.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Report, ReportSpan } from './report.ts';

/** What a picture that is made later has to be made from: the span, and for whom. */
export interface ReportPicture extends ReportSpan {
  readonly language: Language;
  readonly zone: string;
}

export const REPORT_PICTURE = 'report-chart';

/** Returns the equity of a report with its drawdown, beside the same money left in the markets, to be drawn. */
export function reportChart(
  report: Report,
  title: string | null,
  voice: Pick<Voice, 'language' | 'zone'>,
): EquityRequest {
  const valued = (samples: readonly EquitySample[]) => spread(samples).map(({ at, equity }) => ({ at, value: equity }));
  return {
    type: 'equity',
    viewer: {
      language: voice.language,
      zone: voice.zone,
      theme: 'dark',
      colours: null,
      now: report.span.to,
    },
    title,
    quoteCurrency: report.quoteCurrency,
    equity: valued(report.equity),
    buyAndHold: valued(report.held),
    trades: report.trades.map(({ closedAt, net }) => ({ at: closedAt, net: estimateOf(net) })).slice(-MAX_POINTS),
  };
}

/** Every so many-th of more than can be drawn, the last among them. */
function spread(samples: readonly EquitySample[]): readonly EquitySample[] {
  const step = Math.ceil(samples.length / MAX_POINTS);
  return samples.filter((_, index) => (samples.length - 1 - index) % Math.max(1, step) === 0);
}

/** `report-chart:<from>:<to>:<language>:<zone>`: what an outbox keeps of a picture until it is sent. */
export function pictureSource({ from, to, language, zone }: ReportPicture): string {
  return [REPORT_PICTURE, from, to, language, zone].join(':');
}

/** Reads what stands behind the prefix; null for what this program did not write. */
export function readPictureSource(rest: string): ReportPicture | null {
  const [, from, to, language, zone] = /^(\d{1,16}):(\d{1,16}):(en|ko):([\w/+-]{1,60})$/.exec(rest) ?? [];
  if (from === undefined || to === undefined || zone === undefined) return null;
  return { from: Number(from), to: Number(to), language: language === 'ko' ? 'ko' : 'en', zone };
}
