import type { IncomingHttpHeaders } from 'node:http';
import type { FaultMatch, RequestFault } from './venue.ts';

/** One HTTP request as a venue sees it. */
export interface VenueRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark, exactly as it came: signatures are over this. */
  readonly rawQuery: string;
  readonly rawBody: string;
  readonly query: URLSearchParams;
  /** Query and form or JSON body together (a JSON body's values as text). */
  readonly params: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** True where the fault `hide-algo-orders` is for this request: open algo orders look like none. */
  readonly hideAlgoOrders: boolean;
}

export interface VenueAnswer {
  readonly status: number;
  /** Text goes as it is, anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly weight?: number;
}

export type FaultKind = NonNullable<FaultMatch['kind']>;

/** Faults that are an answer of the venue's own, in its own words. */
export type AnsweredFault = Exclude<
  Extract<RequestFault, string>,
  `accept-${string}` | 'reset' | 'silence' | '200-html' | '200-empty' | '502-html' | 'hide-algo-orders'
>;

/** An open WebSocket of a client; faults are applied by the server beneath. */
export interface VenueConnection {
  readonly kind: 'public' | 'user';
  /** Sends a text (or binary) frame. */
  send(message: string | Buffer): void;
  /** Answers a client's own request: stream faults are not for it, silence is. */
  reply(message: string | Buffer): void;
  /** Closes with a code, as the venue does. */
  close(code?: number, reason?: string): void;
  readonly isOpen: boolean;
}

export interface StreamSession {
  readonly kind: 'public' | 'user';
  /** Called once the socket is open; returns what is to be done with messages and at the end. */
  open(connection: VenueConnection): {
    readonly message?: (text: string) => void;
    /** A ping frame came; it is answered by the server. */
    readonly pinged?: () => void;
    readonly closed?: () => void;
  };
}

/** A venue's own words: everything that differs between venues. */
export interface VenueWire {
  /** Does what is asked and answers. May be asynchronous; state changes happen in the order of arrival where it is not. */
  handle(request: VenueRequest): VenueAnswer | Promise<VenueAnswer>;
  kindOf(request: VenueRequest): FaultKind;
  /** The answer for a fault, with the venue's own status, code and message. */
  faultAnswer(fault: AnsweredFault | 'unknown-code', request: VenueRequest): VenueAnswer;
  /** A WebSocket upgrade: a session, or the answer that refuses it. */
  connect(request: VenueRequest): StreamSession | VenueAnswer;
  close?(): void;
}
