import { describe, expect, it } from 'vitest';
import { FRED_SERIES } from '../../../../rag/sources/series/fred-series.ts';
import { describeSeries, SERIES_DESCRIPTIONS } from '../../../../rag/sources/series/series-names.ts';
import { DAY } from './visiting.ts';

describe('describeSeries', () => {
  it('fills the title in both languages', () => {
    expect(describeSeries('funding:binance:BTC')).toMatchObject({
      title: { en: 'BTC funding rate (binance)', ko: 'BTC 펀딩비 (binance)' },
      unit: 'fraction',
      kind: 'derivatives',
    });
    expect(describeSeries('trends:비트코인:multitimeline-1a2b3c4d')?.title.ko).toBe('구글 검색 관심도: 비트코인');
  });

  it('tells a series of FRED by its own row, and any other by its id', () => {
    expect(describeSeries('macro:CPIAUCSL')).toMatchObject({
      title: { ko: '미국 소비자물가지수' },
      staleAfterMs: 45 * DAY,
    });
    expect(describeSeries('macro:DGS10')).toMatchObject({ pace: 'days', staleAfterMs: 5 * DAY });
    expect(describeSeries('macro:GDP')).toMatchObject({ title: { en: 'FRED series GDP' } });
  });

  it.each(['', 'weather', 'funding:binance', 'funding::BTC', 'onchain:coinmetrics:BTC:Nothing'])(
    'knows no %j',
    (series) => {
      expect(describeSeries(series)).toBeUndefined();
    },
  );
});

it('has a row for each of the default macro series, and no pattern twice', () => {
  const patterns = SERIES_DESCRIPTIONS.map(({ pattern }) => pattern);
  expect(new Set(patterns).size).toBe(patterns.length);
  expect(FRED_SERIES).toHaveLength(16);
  for (const { id } of FRED_SERIES) expect(patterns).toContain(`macro:${id}`);
});

it('gives every series a title in English and in Korean', () => {
  for (const { title } of SERIES_DESCRIPTIONS) {
    expect(title.en).toMatch(/[a-z]/i);
    expect(title.ko).toMatch(/[가-힣]/);
  }
});
