import { createHash } from 'node:crypto';
import type { Asked, FakeModel, Kitchen, Reply, Route } from './route.ts';

export const versionRoute: Route = () => ({ status: 200, json: { version: '0.15.6' } });

export const tagsRoute: Route = (_asked, { models }) => ({
  status: 200,
  json: { models: [...models.values()].map(describe) },
});

export const showRoute: Route = (asked, kitchen) => {
  const found = findModel(asked, kitchen);
  if ('status' in found) return found;
  const { details } = describe(found);
  const capabilities = [found.embeds === false ? 'completion' : 'embedding'];
  return { status: 200, json: { details, model_info: {}, capabilities, modified_at: MODIFIED } };
};

/** Returns the model a request names, with or without `:latest`, or Ollama's refusal. */
export function findModel({ path, body }: Asked, { models }: Kitchen): FakeModel | Reply {
  const name = body?.model;
  if (typeof name !== 'string' || name === '') return { status: 400, json: { error: 'model is required' } };
  const found = models.get(name) ?? models.get(`${name}:latest`);
  if (found !== undefined) return found;
  // Two places of the server, two wordings.
  const error = path === '/api/show' ? `model '${name}' not found` : `model "${name}" not found, try pulling it first`;
  return { status: 404, json: { error } };
}

const MODIFIED = '2026-09-01T08:00:00.000000000Z';

function describe({ name, build = '1', embeds = true }: FakeModel) {
  return {
    name,
    model: name,
    modified_at: MODIFIED,
    size: 274302450,
    digest: createHash('sha256').update(`${name} ${build}`).digest('hex'),
    details: {
      parent_model: '',
      format: 'gguf',
      family: embeds ? 'nomic-bert' : 'llama',
      families: [embeds ? 'nomic-bert' : 'llama'],
      parameter_size: '137M',
      quantization_level: 'F16',
    },
  };
}
