/** A few small trajectories as records, and files of them, for tests of what reads and writes such files. */
import { writeFileSync } from "node:fs";
import { joinBytes } from "../../src/format/join-bytes.ts";
import { writeRecord } from "../../src/format/tfrecord.ts";
import type { PathRecord } from "../../src/world/dataset/path-record.ts";
import { writePublished } from "../../src/world/dataset/published-record.ts";
import { type EgoForm, rebuildPath, usualForm } from "../../src/world/rebuilt-path.ts";
import { randomFrom } from "./random-arrays.ts";

/** s, of one step. */
export const recordDt = 0.15;

/** Records of a walk that turns, in a form; the same for the same seed. */
export function someRecords(count: number, steps: number, seed = 1, form: EgoForm = usualForm): PathRecord[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => {
    const start = Float32Array.of(random() - 0.5, random() - 0.5);
    const startHeading = Float32Array.of(2 * Math.PI * (random() - 0.5));
    const egoVelocity = new Float32Array(3 * steps);
    for (let t = 0; t < steps; t++) {
      const turn = 2.5 * (random() - 0.5);
      const way = 0.04 * random();
      const speed = form.unit === "metresPerStep" ? way : way / recordDt;
      const pair = [Math.cos(turn), Math.sin(turn)];
      egoVelocity.set([speed, ...(form.order === "cosSin" ? pair : pair.toReversed())], 3 * t);
    }
    const rebuilt = rebuildPath({ start, startHeading, egoVelocity }, form, recordDt);
    const wrapped = rebuilt.heading.map((angle) => Math.atan2(Math.sin(angle), Math.cos(angle)));
    return {
      ...{ start, startHeading, egoVelocity },
      position: Float32Array.from(rebuilt.position),
      heading: Float32Array.from(wrapped),
    };
  });
}

export const tfrecordOf = (records: readonly PathRecord[]): Uint8Array<ArrayBuffer> =>
  joinBytes(records.map((record) => writeRecord(writePublished(record))));

/** Writes a file of records. @returns its path */
export function writeTfrecord(path: string, records: readonly PathRecord[]): string {
  writeFileSync(path, tfrecordOf(records));
  return path;
}
