/** A path of a robots.txt (RFC 9309, 2.2.3), taken apart at its wildcards. */
export interface PathPattern {
  /** What stands between the wildcards; the first is where a path starts. */
  readonly parts: readonly string[];
  /** Whether a path has to end with the last of them. */
  readonly toEnd: boolean;
  /** As written, for what is longer decides. */
  readonly length: number;
}

export function readPattern(text: string): PathPattern {
  const encoded = asInUrl(text);
  const toEnd = encoded.endsWith('$');
  return { parts: (toEnd ? encoded.slice(0, -1) : encoded).split('*'), toEnd, length: encoded.length };
}

/**
 * Says whether a path is meant. Each part is taken where it comes first: if the rest fits behind a later one, it fits
 * behind the first, so nothing need be tried twice.
 */
export function patternMatches({ parts, toEnd }: PathPattern, path: string): boolean {
  const last = parts.length - 1;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (index === last && toEnd) {
      const from = path.length - part.length;
      return (index === 0 ? from === 0 : from >= at) && path.endsWith(part);
    }
    const found = index === 0 ? (path.startsWith(part) ? 0 : -1) : path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return true;
}

/** Encodes what a URL would have encoded, so that a pattern in Korean meets the path it means. */
function asInUrl(text: string): string {
  try {
    return encodeURI(text)
      .replaceAll('%25', '%')
      .replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  } catch {
    return text;
  }
}
