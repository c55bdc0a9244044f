/** What a command of the terminal is given. */
export interface Invocation {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  readonly workingDirectory: string;
}

/** Returns the exit code. */
export type RunCommand = (invocation: Invocation) => Promise<number>;
