/** Somebody's activity along paths: what a program of his wrote, and what it should not have. */
import type { Engine } from "../../src/engine/engine.ts";
import { openActivityFile } from "../../src/exchange/activity-file.ts";
import { writeNpy } from "../../src/format/npy.ts";
import type { NumericNpyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { writeZip } from "../../src/format/zip-write.ts";
import type { Dice } from "./dice.ts";
import { hostileNumbers } from "./hostile.ts";
import { ofBytes, type Save, type Target } from "./target.ts";

function values(shape: readonly number[]): NumericNpyArray {
  const length = shape.reduce((n, size) => n * size, 1);
  return { kind: "float64", shape, data: Float64Array.from({ length }, (_, i) => Math.sin(i)) };
}

const arrays: Readonly<Record<string, NumericNpyArray>> = {
  position: values([2, 6, 2]),
  activity: values([2, 6, 3]),
  heading: values([2, 6]),
  velocity: values([2, 6, 2]),
  dt: { kind: "float64", shape: [], data: Float64Array.of(0.02) },
  box: { kind: "float64", shape: [2], data: Float64Array.of(2.2, 2.2) },
  periodic: { kind: "uint8", shape: [], data: Uint8Array.of(0) },
};

function oneChanged(dice: Dice): Uint8Array {
  const name = dice.pick(Object.keys(arrays));
  const { [name]: array, ...rest } = arrays;
  if (dice.chance(0.1)) return writeNpz(rest);
  if (dice.chance(0.3)) return writeNpz({ ...rest, [name]: dice.pick(Object.values(arrays)) });
  if (dice.chance(0.3)) {
    const shape = Array.from({ length: dice.below(5) }, () => dice.below(7));
    return writeNpz({ ...rest, [name]: values(shape) });
  }
  const data = Float64Array.from(Array.from(array!.data, Number));
  for (let i = dice.few(3); i > 0; i--) data[dice.below(data.length)] = dice.pick(hostileNumbers);
  return writeNpz({ ...rest, [name]: { kind: "float64", shape: array!.shape, data } });
}

function oneDamaged(dice: Dice): Uint8Array {
  const damaged = dice.pick(Object.keys(arrays));
  const members = Object.entries(arrays).map(([name, array]) => {
    const bytes = writeNpy(array);
    return { name: `${name}.npy`, bytes: name === damaged ? ofBytes(bytes).damaged(dice) : bytes };
  });
  return writeZip(members, true);
}

const good = writeNpz(arrays);

/** As the commands that look at activity read it, portion by portion. */
export const activityTarget = (save: Save, engine: Engine): Target => ({
  name: "activity",
  samples: [ofBytes(good), ...[oneDamaged, oneChanged, oneChanged].map((damaged) => ({ good, damaged }))],
  read(damaged) {
    const source = openActivityFile(engine, save(damaged, "activity.npz"));
    const { seed, steps, trajectories = 1 } = source.usual;
    const request = { seed, steps, trajectories };
    for (const range of source.portions(request)) source.read(request, range, () => {});
  },
});
