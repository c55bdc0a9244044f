export interface FakeModel {
  /** With its tag: `bge-m3:latest`. */
  readonly name: string;
  /** Stands for the model's bytes: another one is another digest. */
  readonly build?: string;
  readonly dimensions?: number;
  /** Those without can only chat. */
  readonly embeds?: boolean;
  /** In characters; what is longer is refused, as since 0.13.5 whatever `truncate` says (ollama issue 14186). */
  readonly longest?: number;
}

/** What a route sees of the server. */
export interface Kitchen {
  readonly models: ReadonlyMap<string, FakeModel>;
}

/** A request as it came, its body parsed; `null` where there was none. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

export interface Reply {
  readonly status: number;
  readonly json: object;
}

export type Route = (asked: Asked, kitchen: Kitchen) => Reply;
