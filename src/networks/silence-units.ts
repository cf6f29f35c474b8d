/** Units of a network that never say anything: what a lesion is, whatever the network. */
import { type Arrays, type Axis, type Layout, namesOf } from "./layout.ts";

/** How many times the units lie along an axis: 0, not at all. */
const timesOf = (axis: Axis, units: string): number => {
  if (typeof axis === "number") return 0;
  const [times, size] = typeof axis === "string" ? [1, axis] : axis;
  return size === units ? times : 0;
};

/** Units of a tap: those along one of the sizes of a layout, and how many there are. */
export interface UnitAxis {
  readonly size: string;
  readonly count: number;
}

/**
 * Sets to zero, in place, all that the units hear, send and are biased by: rows and columns of every array along their size, those of
 * every gate included. A unit without input whose activation of nothing is nothing is then exactly 0 at every step.
 * Source: multi_seed_predictive_analysis.py of aaravsinhaofficial/predictive-grid-cell-analysis, as it was meant.
 * @throws RangeError when there is no such unit
 */
export function silenceUnits(
  weights: Arrays,
  layout: Layout,
  units: readonly number[],
  { size, count }: UnitAxis,
): void {
  const wrong = units.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < count));
  if (wrong !== undefined) throw new RangeError(`there is no unit ${wrong} among ${count}`);
  for (const name of namesOf(layout)) {
    const { axes, shape } = layout[name]!;
    axes.forEach((axis, i) => {
      const times = timesOf(axis, size);
      for (let part = 0; part < times; part++) {
        for (const unit of units) zeroSlice(weights[name]!.view, shape, i, part * count + unit);
      }
    });
  }
}

/** Zeroes all values whose index along `axis` is `index`. */
function zeroSlice(values: Float32Array, shape: readonly number[], axis: number, index: number): void {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const step = shape[axis]! * inner;
  for (let at = index * inner; at < values.length; at += step) values.fill(0, at, at + inner);
}
