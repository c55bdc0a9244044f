/** Keeps a memory from growing for ever: what was put in first goes first. Returns its key, or null where nothing went. */
export function forgetOldest<Key>(memory: Map<Key, unknown> | Set<Key>, kept: number): Key | null {
  if (memory.size <= kept) return null;
  for (const oldest of memory.keys()) {
    memory.delete(oldest);
    return oldest;
  }
  return null;
}
