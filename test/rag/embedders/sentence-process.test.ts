import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SentenceProcess } from '../../../rag/embedders/sentence-process.ts';
import { createScratch, TINY_MODEL } from './sentence-model-folder.ts';

const scratch = createScratch();
const opened: SentenceProcess[] = [];
afterEach(() => Promise.all(opened.splice(0).map((one) => one.close())));
afterAll(() => scratch.clear());

function open(directory = TINY_MODEL): SentenceProcess {
  const opening = new SentenceProcess(directory);
  opened.push(opening);
  return opening;
}

function kill({ pid }: SentenceProcess): void {
  if (pid === undefined) throw new Error('There is no process.');
  process.kill(pid, 'SIGKILL');
}

/** Enough to be at work for a while. */
const MANY = Array.from({ length: 1500 }, (_, place) => `bitcoin price ${place} `.repeat(20));

describe('the process of a sentence model', () => {
  it('is not ours, and is gone once closed', async () => {
    const sentences = open();
    await sentences.start();
    const { pid = 0 } = sentences;
    expect(pid).not.toBe(process.pid);
    expect(process.kill(pid, 0)).toBe(true);
    await sentences.close();
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
  });

  it('is told as unavailable when it dies, and started again by the next call', async () => {
    const sentences = open();
    const [before] = await sentences.embed(['bitcoin'], 'query');
    const { pid } = sentences;
    const atWork = sentences.embed(MANY, 'passage');
    kill(sentences);
    await expect(atWork).rejects.toMatchObject({
      code: 'unavailable',
      message: `The sentence model in ${TINY_MODEL} stopped (SIGKILL); try again.`,
    });
    const [after] = await sentences.embed(['bitcoin'], 'query');
    expect(after).toEqual(before);
    expect(sentences.pid).not.toBe(pid);
  });

  it('is not taken for the same model when its folder was changed meanwhile', async () => {
    const copy = scratch.copy();
    const sentences = open(copy.directory);
    await sentences.start();
    copy.write('sentence_bert_config.json', '{"max_seq_length": 8}');
    kill(sentences);
    await expect(async () => {
      for (;;) await sentences.embed(['bitcoin'], 'query');
    }).rejects.toMatchObject({ code: expect.stringMatching(/misconfigured|unavailable/) });
    await expect(sentences.embed(['bitcoin'], 'query')).rejects.toMatchObject({
      code: 'misconfigured',
      message: `The model in ${copy.directory} was changed while it was in use. Start again to use the new one.`,
    });
  });

  it('answers a question before what an import still wants', async () => {
    const sentences = open();
    await sentences.start();
    const order: string[] = [];
    const done = (what: string) => () => order.push(what);
    await Promise.all([
      sentences.embed(MANY, 'passage').then(done('import')),
      sentences.embed(['why'], 'query').then(done('question')),
    ]);
    expect(order).toEqual(['question', 'import']);
  });

  it('lets go of what nobody wants any more', async () => {
    const sentences = open();
    await sentences.start();
    const abort = new AbortController();
    const reason = new Error('no longer wanted');
    const unwanted = sentences.embed([...MANY, ...MANY], 'passage', abort.signal);
    setTimeout(() => abort.abort(reason), 20);
    await expect(unwanted).rejects.toBe(reason);
    expect(await sentences.embed(['bitcoin'], 'passage')).toHaveLength(1);
  });

  it('tells those who wait when it is closed, and whoever comes after', async () => {
    const sentences = open();
    await sentences.start();
    const waiting = sentences.embed(MANY, 'passage');
    const closed = { code: 'unavailable', message: `The sentence model in ${TINY_MODEL} was closed.` };
    await Promise.all([expect(waiting).rejects.toMatchObject(closed), sentences.close()]);
    await expect(sentences.embed(['a'], 'query')).rejects.toMatchObject(closed);
  });
});
