import { parse } from 'yaml';
import type { RowReading } from './news-row.ts';
import { readRow } from './news-row.ts';

const FRONT_MATTER = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;
const HEADING = /^#[ \t]+(.+)$/m;

/**
 * Reads a Markdown file as one item: `title`, `date`, `source`, `assets`, `url`, `topic` and `kind` from its YAML front
 * matter, the rest is the body. Without a title there, the first heading is it, or else the name of the file.
 */
export function readMarkdown(text: string, fileName: string): RowReading {
  const matter = FRONT_MATTER.exec(text);
  if (matter === null && /^\ufeff?---[ \t]*\r?\n/.test(text)) {
    return { outcome: 'unreadable', problem: 'opens front matter with --- and never closes it' };
  }
  const fields = matter === null ? {} : yamlFields(matter[1] ?? '');
  if (fields === null) return { outcome: 'unreadable', problem: 'has front matter that is not YAML' };
  const body = text.slice(matter?.[0].length ?? 0).replace(/^\ufeff/, '');
  const title = fields.title ?? HEADING.exec(body)?.[1]?.trim() ?? fileName.replace(/\.md$/i, '');
  return readRow({ ...fields, title, body: body.trim() });
}

function yamlFields(written: string): Record<string, unknown> | null {
  try {
    const value: unknown = parse(written, { maxAliasCount: 10 });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
