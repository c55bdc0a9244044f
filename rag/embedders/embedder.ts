/** Turns texts into vectors of unit length; near in meaning (or, for a lexical one, in wording) is near in angle. */
export interface Embedder {
  /** `lexical@1`, `ollama:bge-m3`, `onnx:all-MiniLM-L6-v2`. */
  readonly name: string;
  /** Changes whenever the same text would get another vector; name and version together are what vectors are kept under. */
  readonly version: string;
  /** A lexical embedder compares wording, not meaning, and is labelled so wherever it is shown. */
  readonly kind: 'lexical' | 'semantic';
  readonly dimensions: number;
  /** Below this cosine a passage has nothing to do with the question. */
  readonly floor: number;
  /** Returns one vector a text, in order. Throws EmbedderError. */
  embed(texts: readonly string[], role: 'query' | 'passage', signal?: AbortSignal): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** The embedder cannot be used (`misconfigured`) or not now (`unavailable`); the message says what to do. */
export class EmbedderError extends Error {
  override readonly name = 'EmbedderError';
  readonly code: 'misconfigured' | 'unavailable';

  constructor(code: EmbedderError['code'], message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
  }
}
