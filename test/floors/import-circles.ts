import type { SourceFile } from './source-file.ts';

/** Returns one circle of each knot of files that import each other, type-only imports included. */
export function importCircles(files: readonly SourceFile[]): string[][] {
  const edges = new Map(
    files.map((file) => [file.path, file.imports.filter(({ ours }) => ours).map(({ target }) => target)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const circles: string[][] = [];

  const visit = (path: string): void => {
    state.set(path, 'open');
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      if (state.get(next) === 'open') circles.push([...trail.slice(trail.indexOf(next)), next]);
      else if (edges.has(next) && !state.has(next)) visit(next);
    }
    trail.pop();
    state.set(path, 'done');
  };

  for (const path of edges.keys()) if (!state.has(path)) visit(path);
  return circles;
}
