import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../rag/sources/csv-reader.ts';
import { fileLines } from '../../../rag/sources/file-lines.ts';

async function* inPieces(text: string, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string) {
  const found: string[] = [];
  for await (const finding of readCsv(fileLines(inPieces(text)))) {
    const said = finding.outcome === 'item' ? (finding.item.title.en ?? '') : `! ${finding.problem}`;
    found.push(`${finding.line}: ${said}`);
  }
  return found;
}

describe('a CSV file', () => {
  test('is read record by record, by the line each begins in', async () => {
    const text = '\ufefftitle,body\r\nOne,1\r\n\r\n"Two\r\nlines",2\r\n"Thr""ee",3\r\n';
    expect(await read(text)).toEqual(['2: One', '4: Two\nlines', '6: Thr"ee']);
  });

  test.each([[','], [';'], ['\t']])('may be separated by %j', async (delimiter) => {
    expect(await read(`${['title', 'body'].join(delimiter)}\n${['"a, b; c\td"', 'x'].join(delimiter)}`)).toEqual([
      '2: a, b; c\td',
    ]);
  });

  test('may name its columns in any case', async () => {
    expect(await read('Title,Body\nOne,x\n')).toEqual(['2: One']);
  });

  test('without a title column says so once', async () => {
    expect(await read('a,b\n1,2\n3,4\n')).toEqual([
      '1: ! names no column "title"; the first line of a CSV file names its columns, such as published,title,body',
    ]);
  });

  test('with a quote nobody closes loses that line alone', async () => {
    const after = Array.from({ length: 1_500 }, (_, at) => `Line ${at},x`);
    const found = await read(['title,body', '"Open,x', ...after].join('\n'));
    expect(found).toHaveLength(1_501);
    expect(found.slice(0, 3)).toEqual(['2: ! opens a quote that is never closed', '3: Line 0', '4: Line 1']);
  });

  test('with stray quotes on two lines loses those alone', async () => {
    expect(await read('title,body\n5" disk,x\nFine,y\n3" disk,x\nLast,z\n')).toEqual([
      '2: ! opens a quote that is never closed',
      '3: Fine',
      '4: ! opens a quote that is never closed',
      '5: Last',
    ]);
  });

  test('with too few or too many fields in a line names both', async () => {
    expect(await read('title,body\nOne\nTwo,2,too\nThree,3\n')).toEqual([
      '2: ! has 1 fields where the first line names 2',
      '3: ! has 3 fields where the first line names 2',
      '4: Three',
    ]);
  });

  test('gives back what was written, whatever it is and however it is cut', async () => {
    const title = fc
      .string({ unit: 'binary' })
      .filter((text) => /[a-z]/i.test(text) && !/[\r\n\ufeff\ufffd]/.test(text));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(title, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), async (titles, size) => {
        const text = ['title,body', ...titles.map((one) => `${quoted(one)},"a\nb"`)].join('\n');
        const read: string[] = [];
        for await (const finding of readCsv(fileLines(inPieces(text, size)))) {
          if (finding.outcome === 'item') read.push(finding.item.title.en ?? finding.item.title.ko ?? '');
        }
        expect(read).toEqual(titles.map((one) => one.trim()));
      }),
      { numRuns: 200 },
    );
  });
});
