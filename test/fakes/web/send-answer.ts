import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Answer, WebAnswer, WebRequest } from './web-answer.ts';

const PACKERS = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  'deflate-raw': deflateRawSync,
} as const;

/** Plays an answer to its end, or to where it breaks off. */
export async function sendAnswer(request: WebRequest, response: ServerResponse, given: Answer): Promise<void> {
  const answer: WebAnswer = typeof given === 'string' || given instanceof Uint8Array ? { body: given } : given;
  if (answer.delayMs !== undefined) await sleep(answer.delayMs);
  if (answer.hang === 'before-head') return;
  if (answer.reset === 'before-head') return reset(response);

  const body = packedBody(answer);
  writeHead(request, response, answer, body.length);
  if (response.statusCode === 304 || request.method === 'HEAD') return void response.end();
  if (answer.hang === 'mid-body') return void response.write(body.subarray(0, body.length / 2));
  if (answer.reset === 'mid-body') return breakOff(response, body);
  if (answer.repeat !== undefined) return await repeat(response, answer.repeat);
  if (answer.drip !== undefined) return await drip(response, body, answer.drip);
  response.end(body);
}

function packedBody({ body = '', encoding }: WebAnswer): Buffer {
  const bytes = Buffer.from(body);
  return encoding === undefined ? bytes : PACKERS[encoding](bytes);
}

function writeHead(request: WebRequest, response: ServerResponse, answer: WebAnswer, length: number): void {
  const { etag, lastModified, encoding } = answer;
  response.statusCode = isUnchanged(request, answer) ? 304 : (answer.status ?? 200);
  if (etag !== undefined) response.setHeader('etag', etag);
  if (lastModified !== undefined) response.setHeader('last-modified', lastModified);
  if (encoding !== undefined) response.setHeader('content-encoding', encoding === 'deflate-raw' ? 'deflate' : encoding);
  const chunked = answer.repeat !== undefined || answer.drip !== undefined;
  if (!chunked && response.statusCode !== 304) response.setHeader('content-length', length);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.strictContentLength = false;
}

function isUnchanged({ headers }: WebRequest, { etag, lastModified }: WebAnswer): boolean {
  const asked = headers['if-none-match'];
  if (asked !== undefined) return asked === etag;
  return lastModified !== undefined && headers['if-modified-since'] === lastModified;
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function breakOff(response: ServerResponse, body: Buffer): void {
  response.write(body.subarray(0, body.length / 2), () => reset(response));
}

async function repeat(response: ServerResponse, { bytes, times = Infinity }: NonNullable<WebAnswer['repeat']>) {
  for (let sent = 0; sent < times && !response.destroyed; sent += 1) {
    if (!response.write(bytes)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}

async function drip(response: ServerResponse, body: Buffer, { bytes, everyMs }: NonNullable<WebAnswer['drip']>) {
  for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
    response.write(body.subarray(at, at + bytes));
    await sleep(everyMs);
  }
  response.end();
}
