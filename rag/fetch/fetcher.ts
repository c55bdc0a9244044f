/** What was asked before, so that an unchanged page is not sent again. */
export interface Validators {
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
}

export interface FetchRequest {
  /** Sent as it is; secrets in headers never reach a log or an error. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly validators?: Validators | undefined;
  /** `application/xml`: what the source is asked for. */
  readonly accept?: string | undefined;
  /** A page made for programs under a key of ours (an API) is not asked for its robots.txt. */
  readonly robots?: 'respect' | 'api' | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type FetchAnswer =
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'fetched';
      /** Unpacked; at most the fetcher's cap. */
      readonly body: Buffer;
      /** As sent, such as `text/xml; charset=euc-kr`; empty where nothing was said. */
      readonly contentType: string;
      readonly validators: Validators;
      /** Where it came from in the end. */
      readonly url: string;
    };

/** Gets a page from a host that is on the list. Throws SourceUnavailableError and SourceRefusedError. */
export interface Fetcher {
  get(url: string, request?: FetchRequest): Promise<FetchAnswer>;
}
