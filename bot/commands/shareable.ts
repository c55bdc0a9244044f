import { cleanText } from '../parse/clean-text.ts';

const LONGEST = 240;

/**
 * Returns text for everybody who may ask: where something lies on this machine, and what a web address carries behind
 * its page (keys often), stays here.
 */
export function shareable(text: string): string {
  const plain = cleanText(text)
    .replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/@]*@/gi, '$1')
    .replace(/\b([a-z][a-z\d+.-]*:\/\/[^\s?#]*)[?#]\S*/gi, '$1')
    .replace(/(?<![\w:/.])(?:[A-Za-z]:[\\/]|~?\/)[^\s"'“”,;]*[\\/]([^\s"'“”,;\\/]+)/g, '$1');
  const characters = [...plain];
  return characters.length <= LONGEST ? plain : `${characters.slice(0, LONGEST).join('')}…`;
}
