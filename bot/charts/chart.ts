import type { Timeframe } from '../../engine/domain/timeframe.ts';
import type { Language } from '../i18n/language.ts';

/** What is to be drawn, as data; words, colours and places follow from it. */
export type ChartRequest = CandlesRequest | EquityRequest | AllocationRequest;

/** Which colours mean up and down: in Korea red is up and blue down, elsewhere green is up and red down. */
export type ColourConvention = 'red-up' | 'green-up';

/** For whom a chart is drawn. */
export interface ChartViewer {
  readonly language: Language;
  /** IANA zone in which times are shown. */
  readonly zone: string;
  readonly theme: 'light' | 'dark';
  /** Null: what people of the language are used to. */
  readonly colours: ColourConvention | null;
  /** The moment of drawing, epoch ms: dates of another year are shown with it. */
  readonly now: number;
}

/** A closed bar; times in epoch ms, prices in the quote currency, volume in the base coin. */
export interface ChartCandle {
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A fill: where a position was entered or left. */
export interface TradeMark {
  readonly type: 'entry' | 'exit';
  readonly side: 'buy' | 'sell';
  readonly at: number;
  readonly price: number;
}

export interface CandlesRequest {
  readonly type: 'candles';
  readonly viewer: ChartViewer;
  /** A line of the caller's own; null shows the symbol. */
  readonly title: string | null;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Digits after the point on the venue's grid; null: as many as the price asks for. */
  readonly priceDigits: number | null;
  /** Oldest first, at most `MAX_CANDLES`; a missing bar is shown as a gap. */
  readonly candles: readonly ChartCandle[];
  readonly marks: readonly TradeMark[];
  readonly stopPrice: number | null;
  readonly targetPrice: number | null;
  /** When the signal arose: the bar that holds this moment is marked. */
  readonly signalAt: number | null;
}

/** What something was worth at a moment, in the quote currency. */
export interface ValuePoint {
  readonly at: number;
  readonly value: number;
}

/** A closed trade; `net` is its result after fees, in the quote currency. */
export interface TradeTick {
  readonly at: number;
  readonly net: number;
}

export interface EquityRequest {
  readonly type: 'equity';
  readonly viewer: ChartViewer;
  readonly title: string | null;
  readonly quoteCurrency: string;
  /** Oldest first, at most `MAX_POINTS`. */
  readonly equity: readonly ValuePoint[];
  /** What the same money would be worth had it been put in at the start and left alone; may be empty. */
  readonly buyAndHold: readonly ValuePoint[];
  readonly trades: readonly TradeTick[];
}

/** A part of the portfolio; `value` is its size in the quote currency, below zero only for owed cash. */
export interface Holding {
  readonly name: string;
  readonly kind: 'cash' | 'long' | 'short';
  readonly value: number;
}

export interface AllocationRequest {
  readonly type: 'allocation';
  readonly viewer: ChartViewer;
  readonly title: string | null;
  readonly quoteCurrency: string;
  /** What everything together is worth, in the quote currency. */
  readonly equity: number;
  readonly holdings: readonly Holding[];
  /** The moment of these values, epoch ms. */
  readonly at: number;
}

export interface DrawnChart {
  readonly png: Uint8Array;
  /** What the picture shows, for those who do not see it. */
  readonly alt: string;
}

export const MAX_CANDLES = 300;
export const MAX_MARKS = 500;
/** Handing over so many keeps the asking thread for about 10 ms. */
export const MAX_POINTS = 10_000;
export const MAX_HOLDINGS = 200;

/** Returns the convention of the viewer, or the one people of the language are used to. */
export function colourConvention(viewer: ChartViewer): ColourConvention {
  return viewer.colours ?? (viewer.language === 'ko' ? 'red-up' : 'green-up');
}
