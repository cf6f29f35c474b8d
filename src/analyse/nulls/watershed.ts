/** A map as a landscape: which peak each bin belongs to. */

/**
 * Watershed of the bins above `threshold`, flooded from the peaks downwards along sides of bins. What
 * skimage.segmentation.watershed(-map, mask=map > threshold) gives where no rates are equal but those of plateaus. Peaks are bins, or
 * plateaus, without a higher neighbour.
 * @param map [rows, columns], NaN where unvisited: in no basin
 * @returns [rows, columns]: basins 1, 2, … by their first bin; 0 for bins in none
 */
export function watershed(
  map: ArrayLike<number>,
  rows: number,
  columns: number,
  threshold: number,
): Int32Array {
  const basins = new Int32Array(rows * columns);
  const shore = new Shore();
  const peaks = peakBins(map, rows, columns, threshold, basins);
  for (const bin of peaks) shore.add(bin, map[bin]!);
  for (let bin = shore.take(); bin !== undefined; bin = shore.take()) {
    for (const neighbour of neighbours(bin, rows, columns)) {
      if (basins[neighbour] !== 0 || !(map[neighbour]! > threshold)) continue;
      basins[neighbour] = basins[bin]!;
      shore.add(neighbour, map[neighbour]!);
    }
  }
  return basins;
}

/** Numbers the peaks in `basins`. @returns their bins, rising */
function peakBins(
  map: ArrayLike<number>,
  rows: number,
  columns: number,
  threshold: number,
  basins: Int32Array,
): number[] {
  const seen = new Uint8Array(rows * columns);
  let peaks = 0;
  for (let first = 0; first < rows * columns; first++) {
    if (seen[first] || !(map[first]! > threshold)) continue;
    const plateau = [first];
    seen[first] = 1;
    let isPeak = true;
    for (let i = 0; i < plateau.length; i++) {
      for (const neighbour of neighbours(plateau[i]!, rows, columns)) {
        if (map[neighbour]! > map[first]!) isPeak = false;
        if (seen[neighbour] || map[neighbour] !== map[first]) continue;
        seen[neighbour] = 1;
        plateau.push(neighbour);
      }
    }
    if (!isPeak) continue;
    peaks++;
    for (const bin of plateau) basins[bin] = peaks;
  }
  return [...basins.keys()].filter((bin) => basins[bin] !== 0);
}

function neighbours(bin: number, rows: number, columns: number): number[] {
  const column = bin % columns;
  const found: number[] = [];
  if (bin >= columns) found.push(bin - columns);
  if (column > 0) found.push(bin - 1);
  if (column < columns - 1) found.push(bin + 1);
  if (bin < columns * (rows - 1)) found.push(bin + columns);
  return found;
}

/** Bins whose neighbours are to be flooded: the highest first, of equals the one that came first. A binary heap. */
class Shore {
  private readonly heap: { readonly bin: number; readonly height: number; readonly turn: number }[] = [];
  private turns = 0;

  add(bin: number, height: number): void {
    const { heap } = this;
    heap.push({ bin, height, turn: this.turns++ });
    for (let at = heap.length - 1; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.before(at, above)) return;
      this.swap(at, above);
      at = above;
    }
  }

  take(): number | undefined {
    const { heap } = this;
    const [top] = heap;
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top?.bin;
    heap[0] = last;
    for (let at = 0; ; ) {
      let next = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < heap.length && this.before(below, next)) next = below;
      }
      if (next === at) return top.bin;
      this.swap(at, next);
      at = next;
    }
  }

  private before(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.height === other.height ? one.turn < other.turn : one.height > other.height;
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}
