import { Parser } from 'htmlparser2';
import { cutText, visibleText } from './characters.ts';

// Markup may be many times longer than what it shows; beyond this a text is cut unread, so that 10 MB cost nothing.
const RAW_PER_CHARACTER = 8;
const RAW_FLOOR = 16_384;

/** What is not shown to a reader of the page. */
const UNSEEN = new Set('script style noscript template iframe object svg math select head'.split(' '));

/** Elements that stand inside a word or a sentence; every other one separates what is before it from what is after. */
const INLINE = new Set(
  'a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

// What could still be taken for a tag where somebody shows the text as HTML without escaping it.
const TAG_BEGIN = /<(?=[a-z/!?])/gi;

/**
 * Returns one line of plain text, at most `maxLength` characters: no markup, no control, bidirectional, private or
 * invisible characters, compatibility forms folded (NFKC), white space collapsed. Entities are decoded once; what then
 * looks like markup is stripped again and never decoded a second time. Takes time linear in the cap, not in the input.
 */
export function plainText(raw: string, maxLength: number): string {
  const cap = Math.max(maxLength * RAW_PER_CHARACTER, RAW_FLOOR);
  // Folding can make eighteen characters out of one, so what comes out of it is capped as well.
  const folded = raw.slice(0, cap).normalize('NFKC').slice(0, cap);
  const shown = visibleText(textOf(visibleText(folded), true));
  const plain = shown.includes('<') ? visibleText(textOf(shown, false).replace(TAG_BEGIN, ' ')) : shown;
  return cutText(plain, maxLength);
}

/** What a browser would show, tags taken away; `decode` says whether `&lt;` becomes `<`. */
function textOf(markup: string, decode: boolean): string {
  if (!markup.includes('<') && !(decode && markup.includes('&'))) return markup;
  const parts: string[] = [];
  let unseen = 0;
  const space = (name: string) => {
    if (!INLINE.has(name)) parts.push(' ');
  };
  const parser = new Parser(
    {
      onopentagname(name) {
        if (UNSEEN.has(name)) unseen += 1;
        space(name);
      },
      onclosetag(name) {
        if (UNSEEN.has(name) && unseen > 0) unseen -= 1;
        space(name);
      },
      ontext(text) {
        if (unseen === 0) parts.push(text);
      },
    },
    { decodeEntities: decode, recognizeCDATA: true },
  );
  parser.write(markup);
  parser.end();
  return parts.join('');
}
