/** Between what loss and errors of two agents lie. */
import type { Engine } from "../engine/engine.ts";
import { chanceCm } from "../world/arena.ts";
import type { PlaceCode } from "./place-code.ts";
import { type FloorOptions, meanOverPositions } from "./place-floors.ts";
import { decodeTwo, errorsOfTwo, median } from "./two-places.ts";

interface Level {
  /** Of the true code. */
  readonly floor: number;
  /** Of logits that are all 0, and of the middle of the box for both. */
  readonly chance: number;
}

export interface TwoLevels {
  /** nats. */
  readonly loss: Level;
  /** Mean error of each agent, cm. */
  readonly eachCm: Level;
  /** Median error of both together, cm. */
  readonly bothCm: Level;
}

/** Of the sum of the codes of two uniform places. @param k cells by which both are decoded */
export function twoLevels(engine: Engine, code: PlaceCode, k: number, options: FloorOptions = {}): TwoLevels {
  const { cells } = code;
  const [both, middle]: [number[], number[]] = [[], []];
  let loss = 0;
  // Half of the positions are those of second agents.
  const eachMean = meanOverPositions(engine, code, options, (positions, activity) => {
    const pairs = Math.floor(positions.length / 4);
    const one = positions.part(0, [pairs, 2], "places of the first");
    const other = positions.part(2 * pairs, [pairs, 2], "places of the second");
    const sum = activity.part(0, [pairs, cells], "sums of two codes");
    const second = activity.part(pairs * cells, [pairs, cells], "codes of the second");
    engine.kernels.scaleAndAdd(sum.pointer, second.pointer, sum.length, 1, 1);
    for (const target of sum.view) if (target > 0) loss -= target * Math.log(target / 2);
    return engine.memory.scope(() => {
      const decoded = engine.memory.allocate("float32", [pairs, 4], "decoded places");
      decodeTwo(engine, code, sum, { one, other }, decoded, k);
      const errors = errorsOfTwo(engine, decoded, { one, other });
      both.push(...errors.both);
      for (let i = 0; i < pairs; i++) {
        const at = [...one.view.subarray(2 * i, 2 * i + 2), ...other.view.subarray(2 * i, 2 * i + 2)];
        middle.push(Math.hypot(...at));
      }
      return 2 * pairs * errors.eachMean;
    });
  });
  return {
    loss: { floor: loss / both.length, chance: 2 * Math.log(cells) },
    eachCm: { floor: 100 * eachMean, chance: chanceCm(code.arena) },
    bothCm: {
      floor: 100 * median(Float64Array.from(both)),
      chance: 100 * median(Float64Array.from(middle)),
    },
  };
}
