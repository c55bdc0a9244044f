/** An answer that says no, in Telegram's words. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: number;
  readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number } | undefined;

  constructor(code: number, description: string, parameters?: Refusal['parameters']) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
};

/** Returns a refusal as Telegram words it: `Bad Request: chat not found`. */
export function refusal(code: number, what: string, parameters?: Refusal['parameters']): Refusal {
  return new Refusal(code, `${NAMES[code]}: ${what}`, parameters);
}
