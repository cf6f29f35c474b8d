/** Optimal-string-alignment distance: insertions, deletions, substitutions and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...new Array<number>(b.length).fill(0)]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const substitution = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, substitution);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

/** No name that is typed is longer; the time to compare goes with the product of two lengths. */
const longest = 100;

/** The name most like `typed`, ignoring case; undefined when none is near enough to be meant, or it is too long for a name. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  if (typed.length > longest) return undefined;
  const wanted = typed.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const name of names) {
    if (name.length > longest) continue;
    const candidate = name.toLowerCase();
    const prefix = wanted.length >= 3 && candidate.startsWith(wanted);
    const distance = prefix ? 1 : editDistance(wanted, candidate);
    if (distance < bestDistance && distance < candidate.length) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** "did you mean X? " when something is near, then what is allowed. */
export function suggestion(typed: string, names: readonly string[], allowed: string): string {
  const near = nearest(typed, names);
  return near === undefined ? allowed : `did you mean ${near}? ${allowed}`;
}
