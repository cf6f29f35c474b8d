/** The ways in which a place is read out of the activity of place cells. */
import type { Engine } from "../engine/engine.ts";
import { defineJob } from "../engine/job.ts";
import type { SharedArray } from "../engine/shared-array.ts";
import { decode, type PlaceCode } from "./place-code.ts";

/** How many of the best cells are averaged, or all by their weight. */
export type DecodeBy = number | "weight";

const rowsPerBlock = 32;

const weightedBlock = defineJob(
  import.meta.url,
  "decode-weighted",
  [
    ...(["code", "out", "rows", "centresX", "centresY", "cells", "stride", "areLogits"] as const),
    ...(["periodicWidth", "periodicHeight"] as const),
  ],
  ({ kernels }, block, a) => {
    const row = block * rowsPerBlock;
    kernels.decodeWeighted(
      a.code + row * a.stride * 4,
      Math.min(rowsPerBlock, a.rows - row),
      a.cells,
      a.stride,
      a.areLogits,
      a.centresX,
      a.centresY,
      a.periodicWidth,
      a.periodicHeight,
      a.out + row * 8,
    );
  },
);

/**
 * out [rows, 2] = where the activity [rows, at least cells] says that the animal is, m: mean of the centres of the k best cells, or of all
 * weighted by their activity, which is the softmax of logits.
 * @throws UserError when k is out of range
 */
export function decodeBy(
  engine: Engine,
  code: PlaceCode,
  activity: SharedArray<"float32">,
  out: SharedArray<"float32">,
  by: DecodeBy,
  areLogits: boolean,
): void {
  if (by !== "weight") {
    decode(engine, code, activity, out, by);
    return;
  }
  const { cells, centresX, centresY, arena } = code;
  const rows = out.length / 2;
  const stride = activity.shape.at(-1)!;
  if (activity.length !== rows * stride || stride < cells) {
    throw new RangeError(`${activity.label} holds ${activity.length} values for ${rows} rows of ${cells}`);
  }
  engine.pool.run(weightedBlock, Math.ceil(rows / rowsPerBlock), {
    ...{ code: activity.pointer, out: out.pointer, rows, cells, stride, areLogits: areLogits ? 1 : 0 },
    ...{ centresX: centresX.pointer, centresY: centresY.pointer },
    periodicWidth: arena.periodic ? arena.width : 0,
    periodicHeight: arena.periodic ? arena.height : 0,
  });
}
