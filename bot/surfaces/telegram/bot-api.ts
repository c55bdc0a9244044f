import { Api } from 'grammy';

/** The Bot API of one bot: `poll` waits long, `send` does not. */
export interface BotApi {
  readonly send: Api;
  readonly poll: Api;
}

/** The signal as the library names it; it is the platform's own. */
export type ApiSignal = NonNullable<Parameters<Api['getMe']>[0]>;

const SEND_TIMEOUT_S = 15;
/** An answer to a poll that was held to its end still has to come back. */
const POLL_MARGIN_S = 10;

export function createBotApi(token: string, server: string, pollSeconds: number): BotApi {
  return {
    send: new Api(token, { apiRoot: server, timeoutSeconds: SEND_TIMEOUT_S }),
    poll: new Api(token, { apiRoot: server, timeoutSeconds: pollSeconds + POLL_MARGIN_S }),
  };
}

export function apiSignal(signal: AbortSignal): ApiSignal {
  return signal as unknown as ApiSignal;
}
