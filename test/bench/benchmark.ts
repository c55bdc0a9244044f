/** One thing that is measured: `npm run bench -- NAME`. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** Measures, prints its tables, and leaves nothing behind. */
  run(): Promise<void>;
}
