import { ConfigError } from '../../engine/domain/errors.ts';
import type { ModelConnection, ModelProvider } from './provider.ts';

export interface ConnectionOptions {
  /** Such as `openai/gpt-oss-20b` or `llama3.1:8b`. */
  readonly model: string;
  /** The provider's own unless told. */
  readonly baseUrl?: string | undefined;
  readonly apiKey?: string | undefined;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Returns the connection, checked; `who` is named in what is wrong. Throws ConfigError; neither the key nor an address
 * with a password is repeated.
 */
export function checkConnection(
  provider: ModelProvider,
  asked: ConnectionOptions,
  who = 'A language model',
): ModelConnection {
  if (asked.model.trim() === '') throw new ConfigError(`${who} by ${provider.name} needs the name of a model.`);
  return { model: asked.model, ...checkServer(provider, asked, who) };
}

/** Returns where the server is and what opens it, checked. Throws ConfigError as `checkConnection` does. */
export function checkServer(
  provider: ModelProvider,
  { baseUrl, apiKey }: Omit<ConnectionOptions, 'model'>,
  who = 'A language model',
): Omit<ModelConnection, 'model'> {
  const { name, defaultBaseUrl, needsKey } = provider;
  const address = baseUrl ?? defaultBaseUrl;
  if (address === null) throw new ConfigError(`${who} by ${name} needs the address of its server.`);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new ConfigError(`The address of ${name} cannot be used.`, {
      hint: `Write it without name and password, like ${defaultBaseUrl ?? 'http://127.0.0.1:8000/v1'}.`,
    });
  }
  // Without one, its client would look into the environment by itself.
  if (needsKey && (apiKey ?? '') === '') throw new ConfigError(`${who} by ${name} needs a key.`);
  // A line end that came along from a file; the error of fetch would show the whole key.
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new ConfigError(`The key for ${name} holds characters that no key has.`, {
      hint: 'Look for a space or a line end before or after it.',
    });
  }
  if (apiKey !== undefined && url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new ConfigError(`The key for ${name} would travel in the open.`, { hint: 'Write the address with https.' });
  }
  return { apiKey, baseUrl: provider.baseUrl(url) };
}
