import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { openChartRoom } from '../../../bot/charts/chart-room.ts';
import { drawChart } from '../../../bot/charts/draw-chart.ts';
import { allocationRequest, candlesRequest, equityRequest, madeCandles, tradedRequest } from './chart-samples.ts';

const room = openChartRoom();
afterAll(() => room.close());

const here = (file: string) => new URL(`./${file}`, import.meta.url);

describe('the room', () => {
  test('draws in a thread what is drawn without one', async () => {
    const request = tradedRequest(madeCandles(40), { title: '한글 title' });
    const [threaded, direct] = [await room.draw(request), drawChart(request)];
    expect(Buffer.compare(threaded.png, direct.png)).toBe(0);
    expect(threaded.alt).toBe(direct.alt);
  });

  test('draws in the order asked', async () => {
    const done: string[] = [];
    const requests = [equityRequest(), candlesRequest(), allocationRequest()];
    await Promise.all(requests.map((request) => room.draw(request).then(() => done.push(request.type))));
    expect(done).toEqual(['equity', 'candles', 'allocation']);
  });

  test('refuses what cannot be drawn and goes on', async () => {
    const bad = room.draw(candlesRequest({ stopPrice: Number.NaN }));
    await expect(bad).rejects.toMatchObject({ code: 'REFUSED', message: expect.stringContaining('stopPrice') });
    expect((await room.draw(allocationRequest())).png.length).toBeGreaterThan(1_000);
  });

  test('starts again after it was idle', async () => {
    const brief = openChartRoom({ idleMs: 20 });
    await brief.draw(allocationRequest());
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect((await brief.draw(allocationRequest())).alt).toMatch(/^Allocation of/);
    await brief.close();
  });
});

describe('when things go wrong', () => {
  test('a thread that dies is told of, and the next drawing starts another', async () => {
    const dying = openChartRoom({ workerUrl: here('dying-worker.js') });
    const draws = [dying.draw(allocationRequest()), dying.draw(allocationRequest())];
    for (const draw of draws) {
      await expect(draw).rejects.toMatchObject({
        code: 'UNAVAILABLE',
        message: 'The thread that draws charts has ended.',
      });
    }
    await dying.close();
  });

  test('a drawing that takes too long is given up', async () => {
    const silent = openChartRoom({ workerUrl: here('silent-worker.js'), timeoutMs: 50 });
    await expect(silent.draw(allocationRequest())).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The chart was not drawn within 0.05 seconds.',
    });
    await silent.close();
  });

  test('only so many wait, and closing tells those who do', async () => {
    const silent = openChartRoom({ workerUrl: here('silent-worker.js'), mostWaiting: 2 });
    const waiting = [1, 2, 3].map(() => silent.draw(allocationRequest()));
    const ends = Promise.allSettled(waiting);
    await expect(silent.draw(allocationRequest())).rejects.toThrow('2 charts are waiting to be drawn.');
    await silent.close();
    expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(silent.draw(allocationRequest())).rejects.toThrow('The room where charts are drawn is closed.');
  });

  test('the process may leave in the middle of a drawing', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(here('exit-while-drawing.js'))]);
    expect(stdout).toBe('drawn\n');
  });
});
