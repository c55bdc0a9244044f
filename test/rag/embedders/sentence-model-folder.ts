import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const TINY_MODEL = fileURLToPath(new URL('../../fixtures/tiny-sentence-model', import.meta.url));

/** A copy of the tiny model that a test may break. */
export interface ScratchModel {
  readonly directory: string;
  remove(file: string): void;
  write(file: string, content: string | Buffer): void;
  /** Replaces a name inside the ONNX file by one of the same length. */
  rename(from: string, to: string): void;
  read(file: string): string;
  model(): Buffer;
}

/** Makes copies in a folder of its own; `clear` removes them all. */
export function createScratch() {
  const root = mkdtempSync(join(tmpdir(), 'assent-models-'));
  let copies = 0;
  return {
    root,
    copy(name = 'tiny'): ScratchModel {
      const directory = join(root, String(copies++), name);
      cpSync(TINY_MODEL, directory, { recursive: true });
      const path = (file: string) => join(directory, file);
      const write = (file: string, content: string | Buffer) => {
        mkdirSync(dirname(path(file)), { recursive: true });
        writeFileSync(path(file), content);
      };
      const model = () => readFileSync(path('model.onnx'));
      return {
        directory,
        remove: (file) => rmSync(path(file), { recursive: true }),
        write,
        read: (file) => readFileSync(path(file), 'utf8'),
        model,
        rename(from, to) {
          if (from.length !== to.length) throw new Error(`"${from}" and "${to}" differ in length.`);
          write('model.onnx', Buffer.from(model().toString('latin1').replaceAll(from, to), 'latin1'));
        },
      };
    },
    clear: () => rmSync(root, { recursive: true, force: true }),
  };
}
