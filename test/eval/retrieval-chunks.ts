/**
 * Returns a text cut between words into even pieces of about `size` characters; whole where it is hardly longer. Only
 * for measuring the ranking by itself: the product cuts on sentence borders.
 */
export function evenChunks(text: string, size = 1400): readonly string[] {
  if (text.length <= size * 1.3) return [text];
  const pieces = Math.ceil(text.length / size);
  const chunks: string[] = [];
  let start = 0;
  for (let piece = 1; piece <= pieces && start < text.length; piece += 1) {
    const border = text.slice(Math.max(start, Math.round((text.length * piece) / pieces))).search(/\s|$/);
    const end = Math.max(start, Math.round((text.length * piece) / pieces)) + border;
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks.filter((chunk) => chunk.trim() !== '');
}
