/** Returns a written count with its English noun: `1 position`, `2 positions`, `1,000 orders`. */
export function counted(count: string, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === '1' ? noun : plural}`;
}
