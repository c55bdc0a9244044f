/** Returns what Discord shows of markdown like ours: bold without its signs, escapes undone, code as it stands. */
export function shownText(markdown: string): string {
  return markdown
    .split('```')
    .map((part, index) =>
      index % 2 === 1 ? part : part.replace(/(?<!\\)((?:\\\\)*)\*\*/g, '$1').replace(/\\([^0-9A-Za-z\s])/g, '$1'),
    )
    .join('');
}

/** Returns the markdown with code taken out, and a sign without meaning for every escaped one and our own bold: what Discord would obey. */
export function obeyedPart(markdown: string): string {
  return markdown
    .split('```')
    .filter((_, index) => index % 2 === 0)
    .join('\n')
    .replace(/\\[^0-9A-Za-z\s]/g, '¤')
    .replace(/\*\*/g, '¤');
}
