import { XMLParser } from 'fast-xml-parser';

/** An element of an XML document; its texts are decoded once and stand in their order between its elements. */
export interface XmlElement {
  /** With its prefix as written: `content:encoded`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: readonly (string | XmlElement)[];
}

const MAX_DEPTH = 60;

// Entities are decoded below, so none that a document declares itself is ever expanded, and nothing is fetched for one.
const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  allowBooleanAttributes: true,
  cdataPropName: '#cdata',
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  ignorePiTags: true,
  maxNestedTags: MAX_DEPTH,
});

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Returns the elements at the top of a piece of XML. Throws where it cannot be read, or is nested beyond measure. */
export function parseXml(xml: string): readonly XmlElement[] {
  const parsed: unknown = PARSER.parse(xml);
  return contentOf(parsed).filter((part) => typeof part !== 'string');
}

/** Returns the first child of that name, or undefined. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return children(element, name)[0];
}

export function children(element: XmlElement, name: string): readonly XmlElement[] {
  return element.content.filter((part): part is XmlElement => typeof part !== 'string' && part.name === name);
}

/** Returns all text in an element, that of its elements included; empty for none. */
export function textOf(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  return element.content.map((part) => (typeof part === 'string' ? part : textOf(part))).join('');
}

/**
 * Returns what an element holds as markup. Texts are markup already where there are only texts, as feeds carry HTML in
 * them; where elements stand between (Atom's `xhtml`), texts are escaped again and the elements written around them.
 */
export function markupOf(element: XmlElement | undefined): string {
  if (element === undefined) return '';
  return element.content.every((part) => typeof part === 'string') ? textOf(element) : writtenOut(element);
}

function writtenOut({ content }: XmlElement): string {
  const parts = content.map((part) =>
    typeof part === 'string' ? escapeText(part) : `<${part.name}>${writtenOut(part)}</${part.name}>`,
  );
  return parts.join('');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function contentOf(parsed: unknown): (string | XmlElement)[] {
  return Array.isArray(parsed) ? parsed.flatMap(partOf) : [];
}

function partOf(node: unknown): (string | XmlElement)[] {
  if (!isRecord(node)) return [];
  if (typeof node['#text'] === 'string') return [decodeEntities(node['#text'])];
  if ('#cdata' in node) return [plainText(node['#cdata'])];
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined) return [];
  return [{ name, attributes: attributesOf(node[':@']), content: contentOf(node[name]) }];
}

function plainText(nodes: unknown): string {
  const texts = Array.isArray(nodes) ? nodes.map((node) => (isRecord(node) ? node['#text'] : '')) : [];
  return texts.filter((text) => typeof text === 'string').join('');
}

function attributesOf(written: unknown): Record<string, string> {
  const entries = isRecord(written) ? Object.entries(written) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, decodeEntities(String(value))]));
}

/** Decodes what XML itself knows, once; names only HTML knows are left for whoever strips the HTML. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return PREDEFINED[String(name).toLowerCase()] ?? whole;
    return character(decimal === undefined ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10));
  });
}

function character(code: number): string {
  const impossible = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return impossible ? '\ufffd' : String.fromCodePoint(code);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
