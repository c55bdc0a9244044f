import { z } from 'zod';
import { configSchema } from './config-schema.ts';

const HEADER = `# Every setting of Assent with its default. Written by "npm run assent -- config example"; do not edit it here.
# Copy it to config.yaml and keep only what you change. What is left out, or left empty, keeps its default.
# Secrets do not belong here: set them in the environment, such as DATABASE_URL, or DATABASE_URL_FILE to a file that holds it.
`;

/** Returns config.example.yaml: the schema, documented. */
export function configExample(): string {
  return `${HEADER}${fieldsOf(configSchema, '').join('\n')}\n`;
}

function fieldsOf(schema: z.ZodObject, indent: string): string[] {
  return Object.entries(schema.shape).flatMap(([key, field]) => {
    const gap = indent === '' ? [''] : [];
    return [...gap, ...fieldLines(key, inner(field as z.ZodType), indent)];
  });
}

function fieldLines(key: string, field: z.ZodType, indent: string): string[] {
  const { description, written } = field.meta() ?? {};
  if (field instanceof z.ZodObject) {
    return [`${indent}# ${description}`, `${indent}${key}:`, ...fieldsOf(field, `${indent}  `)];
  }
  return [`${indent}# ${description}`, `${indent}${key}: ${yamlScalar(written)}`];
}

/** A section wears its description under its default, a setting over it. */
function inner(field: z.ZodType): z.ZodType {
  return field instanceof z.ZodPrefault && field.meta()?.description === undefined
    ? (field.unwrap() as z.ZodType)
    : field;
}

function yamlScalar(written: unknown): string {
  if (typeof written === 'object') return '{}';
  return typeof written === 'string' && /^[\d.]+$/.test(written) ? `'${written}'` : String(written);
}
