import { join } from 'node:path';
import { ConfigError } from '../domain/errors.ts';
import { type CandleColumns, decodeBars } from './bar-codec.ts';
import { type Manifest, type RecordedMarket, tickDecimals } from './manifest.ts';
import { RecordingError } from './recording-error.ts';
import { loadManifest, readVerifiedFile } from './recording-files.ts';

/** A stretch of recorded market, verified against its manifest: the warm-up first, then the days that are replayed. */
export interface Recording {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly symbols: readonly string[];
  /** Returns all candles of a symbol, warm-up included, oldest first. Throws for a symbol that was not recorded. */
  candles(symbol: string): CandleColumns;
}

/** Reads a recording and checks every promise its manifest makes: contents, counts, span and gaps. */
export async function loadRecording(directory: string): Promise<Recording> {
  const manifest = await loadManifest(directory);
  const loaded = await Promise.all(manifest.markets.map((market) => loadMarket(directory, manifest, market)));
  const bySymbol = new Map(loaded);
  return {
    directory,
    manifest,
    symbols: [...bySymbol.keys()],
    candles(symbol) {
      const columns = bySymbol.get(symbol);
      if (columns) return columns;
      throw new ConfigError(`Recording ${manifest.name} holds no market ${symbol}.`, {
        hint: `Choose from ${[...bySymbol.keys()].join(', ')}.`,
      });
    },
  };
}

async function loadMarket(
  directory: string,
  manifest: Manifest,
  market: RecordedMarket,
): Promise<[string, CandleColumns]> {
  const path = join(directory, market.file);
  const bytes = await readVerifiedFile(directory, manifest, market.file);
  const columns = unpack(path, bytes, manifest, market);
  verifyCounts(path, columns, manifest, market);
  verifySpan(path, columns, manifest, market);
  return [market.symbol, columns];
}

function unpack(path: string, bytes: Buffer, manifest: Manifest, market: RecordedMarket): CandleColumns {
  try {
    return decodeBars(bytes, {
      barMs: manifest.barMs,
      priceDecimals: tickDecimals(market.tickSize),
      quantityDecimals: market.quantityDecimals,
    });
  } catch (cause) {
    throw new RecordingError(path, 'its bars cannot be unpacked', cause);
  }
}

function verifyCounts(path: string, columns: CandleColumns, manifest: Manifest, market: RecordedMarket): void {
  const bars = columns.openTime.length;
  if (bars !== market.bars) {
    throw new RecordingError(path, `it holds ${bars} bars of ${market.symbol}, the manifest says ${market.bars}`);
  }
  const warmupBars = columns.openTime.findIndex((time) => time >= manifest.startTime);
  if (warmupBars !== market.warmupBars) {
    throw new RecordingError(
      path,
      `${warmupBars} of its bars are warm-up before the start, the manifest says ${market.warmupBars}`,
    );
  }
}

/** The bars and the listed gaps together cover the span without a hole or an overlap. */
function verifySpan(path: string, { openTime }: CandleColumns, manifest: Manifest, market: RecordedMarket): void {
  const gapEnds = new Map(market.gaps.map((gap) => [gap.fromTime, gap.toTime]));
  let expected = manifest.warmupStartTime;
  for (const time of openTime) {
    expected = gapEnds.get(expected) ?? expected;
    if (time !== expected) throw spanError(path, time, expected);
    expected += manifest.barMs;
  }
  expected = gapEnds.get(expected) ?? expected;
  if (expected !== manifest.endTime) throw spanError(path, manifest.endTime, expected);
}

function spanError(path: string, found: number, expected: number): RecordingError {
  return new RecordingError(
    path,
    `its bars do not cover the span of the manifest: ${isoTime(found)} where ${isoTime(expected)} was expected`,
  );
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
