/** Files that know each other, be it through others. */

interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * Circles of files, each from its first file by name and back to it: `a -> b -> a`. Every file that stands in a circle is in the
 * same knot with a file of one that is listed; of a knot the shortest circle through its first file stands for all.
 */
export function circlesOf(edges: readonly Edge[]): string[] {
  const known = new Map<string, string[]>();
  for (const { from, to } of edges) known.set(from, [...(known.get(from) ?? []), to]);
  const seen = new Set<string>();
  const circles: string[] = [];
  for (const file of [...known.keys()].sort()) {
    if (seen.has(file)) continue;
    const circle = wayBack(file, known);
    if (!circle) continue;
    circles.push(circle.join(" -> "));
    for (const other of reachable(file, known)) if (reachable(other, known).has(file)) seen.add(other);
  }
  return circles;
}

/** The shortest way from `start` to itself. */
function wayBack(start: string, known: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const ways: string[][] = [[start]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const next of known.get(way.at(-1)!) ?? []) {
      if (next === start) return [...way, start];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

/** All that `start` knows, through whomever. */
export function reachable(start: string, known: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const left = [start];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    for (const next of known.get(file) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      left.push(next);
    }
  }
  return found;
}
