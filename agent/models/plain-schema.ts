/** Servers that hold a model to a schema strictly refuse one with these; what they say is checked here after the answer. */
const UNHELD = new Set([
  '$schema',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'default',
]);

/** Returns the schema without what no server can hold a model to. Names of fields stay, whatever they are. */
export function plainSchema(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept = Object.entries(schema).filter(([keyword]) => !UNHELD.has(keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => [keyword, NAMED.has(keyword) ? ofEach(value) : inner(value)]),
  );
}

/** Below these stand names that people gave, and a schema under each. */
const NAMED = new Set(['properties', '$defs', 'definitions']);

function ofEach(named: unknown): unknown {
  if (!isRecord(named)) return named;
  return Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, inner(schema)]));
}

function inner(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inner);
  return isRecord(value) ? plainSchema(value) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
