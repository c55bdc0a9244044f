/** Returns the forms of an English verb or noun: itself, with -s, -ed and -ing. Irregular forms are given after slashes. */
export function inflect(written: string): readonly string[] {
  const [base = '', ...irregular] = written.split('/');
  const stem = /[^aeiou]y$/.test(base) ? `${base.slice(0, -1)}i` : base;
  const plural = /(s|x|z|ch|sh)$/.test(base) || stem !== base ? `${stem}es` : `${base}s`;
  // One short syllable doubles its last letter: slip, slipped.
  const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(base) ? base + base.slice(-1) : base;
  const past = base.endsWith('e') ? `${base}d` : stem !== base ? `${stem}ed` : `${doubled}ed`;
  const running = /[^eoy]e$/.test(base) ? `${base.slice(0, -1)}ing` : `${doubled}ing`;
  return [base, plural, running, ...(irregular.length > 0 ? irregular : [past])];
}

/** Returns the words of a list, each in all its forms. */
export function forms(list: string): readonly string[] {
  return list.trim().split(/\s+/).flatMap(inflect);
}

/** Returns the words of a list as they stand; underscores are spaces. */
export function words(list: string): readonly string[] {
  return list
    .trim()
    .split(/\s+/)
    .map((word) => word.replaceAll('_', ' '));
}
