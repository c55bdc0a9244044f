import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { tickDecimals } from '../../../engine/recordings/manifest.ts';
import { loadRecording, type Recording } from '../../../engine/recordings/recording.ts';
import { RecordingError } from '../../../engine/recordings/recording-error.ts';
import { recordingDirectory, sha256Of } from '../../../engine/recordings/recording-files.ts';
import { editText, withRecordingCopy } from './recording-copy.ts';
import { readSharedLines, whyNoSharedData } from './shared-data.ts';

const sourceFile = 'binance_perp_4coins_1m_2025-05.csv.gz';
const btcFile = 'btc-usdt-1m.bars.br';
const dayBars = 1440;

async function refusal(loading: Promise<unknown>): Promise<RecordingError> {
  const error = await loading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RecordingError)) throw new Error('expected a RecordingError', { cause: error });
  expect(error).toBeInstanceOf(ConfigError);
  expect(error.code).toBe('CONFIG');
  expect(error.hint).toContain('git checkout -- engine/recordings');
  return error;
}

describe('the bundled recording', () => {
  let recording: Recording;

  beforeAll(async () => {
    recording = await loadRecording(recordingDirectory('may-2025'));
  });

  it('holds the four markets', () => {
    expect(recording.symbols).toEqual(['BTC/USDT:USDT', 'ETH/USDT:USDT', 'XRP/USDT:USDT', 'SOL/USDT:USDT']);
  });

  it('spans three days of warm-up and a week that begins at midnight UTC, without a gap', () => {
    const { manifest } = recording;
    expect(new Date(manifest.startTime).toISOString()).toBe('2025-05-18T00:00:00.000Z');
    expect(manifest.startTime - manifest.warmupStartTime).toBe(3 * dayBars * manifest.barMs);
    expect(manifest.endTime - manifest.startTime).toBe(7 * dayBars * manifest.barMs);
    for (const market of manifest.markets) {
      expect(market.gaps).toEqual([]);
      expect(market.bars).toBe(10 * dayBars);
      expect(market.warmupBars).toBe(3 * dayBars);
    }
  });

  it('holds prices in order and on the tick', () => {
    for (const { symbol, tickSize } of recording.manifest.markets) {
      const { open, high, low, close, volume } = recording.candles(symbol);
      const decimals = tickDecimals(tickSize);
      const bad = close.findIndex((last, i) => {
        const [first = 0, top = 0, bottom = 0, traded = -1] = [open[i], high[i], low[i], volume[i]];
        const ordered = bottom > 0 && bottom <= Math.min(first, last) && top >= Math.max(first, last) && traded >= 0;
        return !ordered || Number(last.toFixed(decimals)) !== last;
      });
      expect(bad).toBe(-1);
    }
  });

  it('tells the figures of the week that its candles show', () => {
    for (const { symbol, warmupBars, facts } of recording.manifest.markets) {
      const { open, high, low, close } = recording.candles(symbol);
      expect(facts.open).toBe(open[warmupBars]);
      expect(facts.close).toBe(close.at(-1));
      expect(facts.high).toBe(Math.max(...high.subarray(warmupBars)));
      expect(facts.low).toBe(Math.min(...low.subarray(warmupBars)));
      for (const move of [facts.largestRise24h, facts.largestFall24h]) {
        expect(move.toPrice / move.fromPrice - 1).toBeCloseTo(move.fraction, 4);
        expect(move.toTime - move.fromTime).toBeLessThanOrEqual(dayBars * recording.manifest.barMs);
      }
    }
  });

  it('equals the source data to the last digit', ({ skip }) => {
    const missing = whyNoSharedData(sourceFile);
    skip(missing !== undefined, missing);
    const rows = readSharedLines(sourceFile).map((line) => line.split(','));
    const { manifest } = recording;
    for (const { symbol, venueSymbol } of manifest.markets) {
      const recorded = rows.filter(
        ([name, , time]) =>
          name === venueSymbol && Number(time) >= manifest.warmupStartTime && Number(time) < manifest.endTime,
      );
      const { openTime, open, high, low, close, volume } = recording.candles(symbol);
      [openTime, open, high, low, close, volume].forEach((column, field) => {
        expect([...column]).toEqual(recorded.map((row) => Number(row[field + 2])));
      });
    }
  });

  it('names the markets it has when asked for another', () => {
    expect(() => recording.candles('DOGE/USDT:USDT')).toThrow('Recording may-2025 holds no market DOGE/USDT:USDT');
  });
});

describe('a damaged recording', () => {
  it('is refused when one byte was flipped', () =>
    withRecordingCopy(async (directory) => {
      const path = join(directory, btcFile);
      const bytes = await readFile(path);
      bytes[1000] = (bytes[1000] ?? 0) ^ 1;
      await writeFile(path, bytes);
      const error = await refusal(loadRecording(directory));
      expect(error.file).toBe(path);
      expect(error.message).toContain('its contents were changed');
    }));

  it('is refused when a file was cut short', () =>
    withRecordingCopy(async (directory) => {
      const path = join(directory, btcFile);
      await truncate(path, 5000);
      const error = await refusal(loadRecording(directory));
      expect(error.file).toBe(path);
      expect(error.message).toContain('it has 5000 bytes, the manifest says');
    }));

  it('is refused when a file is missing', () =>
    withRecordingCopy(async (directory) => {
      const path = join(directory, btcFile);
      await rm(path);
      const error = await refusal(loadRecording(directory));
      expect(error.message).toBe(`Recording file ${path}: it is missing`);
    }));

  it('is refused when the manifest is missing', () =>
    withRecordingCopy(async (directory) => {
      await rm(join(directory, 'manifest.json'));
      const error = await refusal(loadRecording(directory));
      expect(error.message).toBe(`Recording file ${join(directory, 'manifest.json')}: it is missing`);
    }));

  it('is refused when the manifest is not JSON', () =>
    withRecordingCopy(async (directory) => {
      await writeFile(join(directory, 'manifest.json'), '{ "formatVersion": 1,');
      const error = await refusal(loadRecording(directory));
      expect(error.message).toContain('it is not valid JSON');
    }));

  it('is refused when the manifest lacks a field, which is named', () =>
    withRecordingCopy(async (directory) => {
      await editText(join(directory, 'manifest.json'), (text) => text.replace('"startTime"', '"startsAt"'));
      const error = await refusal(loadRecording(directory));
      expect(error.message).toContain('startTime');
    }));

  it('is refused when the manifest counts other bars', () =>
    withRecordingCopy(async (directory) => {
      await editText(join(directory, 'manifest.json'), (text) => text.replace('"bars": 14400', '"bars": 14399'));
      const error = await refusal(loadRecording(directory));
      expect(error.message).toContain('it holds 14400 bars of BTC/USDT:USDT, the manifest says 14399');
    }));

  it('is refused when the manifest counts another warm-up', () =>
    withRecordingCopy(async (directory) => {
      await editText(join(directory, 'manifest.json'), (text) =>
        text.replace('"warmupBars": 4320', '"warmupBars": 4319'),
      );
      const error = await refusal(loadRecording(directory));
      expect(error.message).toContain('4320 of its bars are warm-up before the start, the manifest says 4319');
    }));

  it('is refused when the manifest claims another span', () =>
    withRecordingCopy(async (directory) => {
      await editText(join(directory, 'manifest.json'), (text) =>
        text.replace('"endTime": 1748131200000', '"endTime": 1748217600000'),
      );
      const error = await refusal(loadRecording(directory));
      expect(error.message).toContain('its bars do not cover the span of the manifest');
    }));

  it('is refused when the bars make no sense though their checksum agrees', () =>
    withRecordingCopy(async (directory) => {
      const path = join(directory, btcFile);
      const { length } = await readFile(path);
      const noise = Buffer.alloc(length, 7);
      const before = sha256Of(await readFile(path));
      await writeFile(path, noise);
      await editText(join(directory, 'manifest.json'), (text) => text.replace(before, sha256Of(noise)));
      const error = await refusal(loadRecording(directory));
      expect(error.message).toBe(`Recording file ${path}: its bars cannot be unpacked`);
      expect(error.cause).toBeInstanceOf(Error);
    }));
});
