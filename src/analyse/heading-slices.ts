/** Rate maps of some units for each sector of heading by itself: what of a map is there whichever way the animal goes. */
import type { Engine } from "../engine/engine.ts";
import { oneArray, requireMemory } from "../memory-need.ts";
import type { ActivityRequest, ActivitySource, Portion } from "../tasks/activity-source.ts";
import { headingBin, movementOf } from "./behaviour.ts";

export interface SliceOptions {
  readonly request: ActivityRequest;
  /** Of the maps, along each side. */
  readonly bins: number;
  /** Sectors of the full turn, the first one beginning at -pi. */
  readonly sectors: number;
  readonly units: readonly number[];
}

export interface HeadingSlices {
  /** [sectors, units, bins, bins] mean rates, row 0 at the bottom; NaN where never visited on such a heading. */
  readonly maps: Float32Array;
  /** Samples of each sector. */
  readonly samples: Float64Array;
}

/**
 * Runs along the paths of a request.
 * @param pause awaited after each portion, told what share of the trajectories is done
 * @throws UserError when the memory does not hold it, or headings are not known
 */
export async function headingSlices(
  engine: Engine,
  source: ActivitySource,
  { request, bins, sectors, units }: SliceOptions,
  pause: (share: number) => Promise<void> = async () => {},
): Promise<HeadingSlices> {
  const size = sectors * units.length * bins * bins;
  const needsAt = (count: number) => {
    const bytes = (4 * size * count) / sectors;
    return [
      oneArray("sums", bytes, ["--most", "--units"]),
      oneArray("maps", bytes, ["--most", "--units"]),
      oneArray("visits", 4 * count * bins * bins, ["--most"]),
    ];
  };
  requireMemory({
    what: `maps of ${units.length} units in ${sectors} sectors of heading`,
    needs: needsAt(sectors),
    growing: { name: "--most", value: sectors, least: 2, needsAt },
  });
  const sums = new Float32Array(size);
  const visits = new Uint32Array(sectors * bins * bins);
  const samples = new Float64Array(sectors);
  const wanted = { ...request, measuring: false };
  const cells = bins * bins;
  let seen = 0;
  for (const range of source.portions(wanted)) {
    source.read(wanted, range, (portion) => add(portion));
    seen += range.trajectories;
    await pause(seen / request.trajectories);
  }
  const maps = sums.map((sum, i) => {
    const sector = Math.floor(i / (units.length * cells));
    const visited = visits[sector * cells + (i % cells)]!;
    return visited > 0 ? sum / visited : Number.NaN;
  });
  return { maps, samples };

  function add(portion: Portion): void {
    const { headings, isKnown } = movementOf(portion);
    const rates = engine.memory.floats(portion.activities, portion.samples * source.units);
    const places = portion.position.view;
    const { width, height } = source.arena;
    for (let sample = 0; sample < portion.samples; sample++) {
      if (!isKnown(sample)) continue;
      const column = binOf(places[2 * sample]!, width, bins);
      const row = binOf(places[2 * sample + 1]!, height, bins);
      if (column < 0 || row < 0) continue;
      const sector = headingBin(headings[sample]!, sectors);
      const bin = row * bins + column;
      samples[sector]!++;
      visits[sector * cells + bin]!++;
      units.forEach((unit, k) => {
        sums[(sector * units.length + k) * cells + bin]! += rates[sample * source.units + unit]!;
      });
    }
  }
}

/** The outermost edge belongs to the last bin; -1 outside. */
function binOf(metres: number, side: number, bins: number): number {
  const bin = Math.floor((metres / side + 0.5) * bins);
  if (bin === bins && metres <= side / 2) return bins - 1;
  return bin >= 0 && bin < bins ? bin : -1;
}
