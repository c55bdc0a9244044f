// Marks that are invisible, reorder what is seen, or steer a terminal: text from outside reaches people and models.
const INVISIBLE = /\p{Cf}|\p{Co}|\p{Cn}|\p{Cs}|\p{Default_Ignorable_Code_Point}/gu;
// Line and paragraph separators, controls, and the Braille cell without dots, which only looks empty.
const GAP = /[\p{Cc}\p{Z}\u2800]+/gu;
// A heap of accents on one letter climbs over the neighbouring lines; no living language stacks five.
const HEAP = /(\p{M}{4})\p{M}+/gu;

/** Returns one line in which every character is seen for what it is: compatibility forms folded, gaps one space wide. */
export function visibleText(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(HEAP, '$1').replace(GAP, ' ').trim();
}

/** Returns at most `maxLength` characters, the last one `…` where something was left out; never half a character. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const characters = [...text];
  if (characters.length <= maxLength) return text;
  let end = Math.max(0, maxLength - 1);
  // An accent stays with its letter.
  while (end > 0 && /^\p{M}/u.test(characters[end] ?? '')) end -= 1;
  return `${characters.slice(0, end).join('').trimEnd()}…`;
}
