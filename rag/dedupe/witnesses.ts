import { compare, type Placeable } from './story-finder.ts';

/**
 * Returns how many independent sources tell a story: members from one source count once, and so do all who print the
 * same text or nearly the same, for an agency's report on ten sites is one witness.
 */
export function countWitnesses(members: readonly Placeable[]): number {
  const groups: Placeable[][] = [];
  for (const member of members) {
    const known = groups.filter((group) => group.some((other) => speakAsOne(member, other)));
    for (const group of known) groups.splice(groups.indexOf(group), 1);
    groups.push([member, ...known.flat()]);
  }
  return groups.length;
}

function speakAsOne(a: Placeable, b: Placeable): boolean {
  if (a.source === b.source) return true;
  const found = compare(a, b);
  return found !== null && found.by !== 'same-event';
}
