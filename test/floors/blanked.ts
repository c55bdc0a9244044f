/** A source text taken apart; both parts are as long as the text, so that offsets hold in all three. */
export interface Blanked {
  /** Comments and the insides of strings, templates and regular expressions are spaces. */
  readonly code: string;
  /** Only the comments are left. */
  readonly comments: string;
}

/** What may stand before a slash that begins a regular expression rather than a division. */
const BEFORE_REGEXP =
  /(?:^|[(,=:[!&|?{};+*%<>~^-]|\b(?:return|typeof|case|of|in|new|delete|void|throw|await|yield))\s*$/;

/** Tells code from comments and literals, without a parser: TypeScript 7 offers none to programs. */
export function blank(text: string): Blanked {
  const code = text.split('');
  const comments = text.replace(/[^\n]/g, ' ').split('');
  const templates: number[] = [];
  let depth = 0;
  let at = 0;

  const clear = (from: number, to: number): void => {
    for (let index = from; index < to; index += 1) if (code[index] !== '\n') code[index] = ' ';
  };
  const comment = (to: number): void => {
    for (let index = at; index < to; index += 1) comments[index] = text[index] ?? ' ';
    clear(at, to);
    at = to;
  };
  const literal = (end: number): void => {
    clear(at + 1, end);
    at = end + 1;
  };
  const template = (): void => {
    const { end, hole } = templatePiece(text, at + 1);
    clear(at + 1, end);
    if (hole) {
      templates.push(depth);
      depth += 1;
    }
    at = end + (hole ? 2 : 1);
  };

  while (at < text.length) {
    const char = text[at];
    const pair = text.slice(at, at + 2);
    if (pair === '//') comment(endOr(text.indexOf('\n', at), text.length));
    else if (pair === '/*') comment(endOr(text.indexOf('*/', at + 2) + 2, text.length, 1));
    else if (char === "'" || char === '"') literal(stringEnd(text, at + 1, char));
    else if (char === '/' && BEFORE_REGEXP.test(code.slice(Math.max(0, at - 40), at).join('')))
      literal(regexpEnd(text, at + 1));
    else if (char === '`') template();
    else if (char === '}' && templates.at(-1) === depth - 1) {
      templates.pop();
      depth -= 1;
      template();
    } else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      at += 1;
    }
  }
  return { code: code.join(''), comments: comments.join('') };
}

function endOr(found: number, fallback: number, missing = -1): number {
  return found === missing ? fallback : found;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote || text[at] === '\n') return at;
  }
  return text.length;
}

function regexpEnd(text: string, from: number): number {
  let inClass = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if ((char === '/' && !inClass) || char === '\n') return at;
  }
  return text.length;
}

/** Returns where the literal part of a template ends, and whether code follows it. */
function templatePiece(text: string, from: number): { readonly end: number; readonly hole: boolean } {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '`') return { end: at, hole: false };
    else if (text.startsWith('${', at)) return { end: at, hole: true };
  }
  return { end: text.length, hole: false };
}
