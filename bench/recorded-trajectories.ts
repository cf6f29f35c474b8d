import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joinBytes } from "../src/format/join-bytes.ts";
import { writeRecord } from "../src/format/tfrecord.ts";
import { openPathData } from "../src/world/dataset/path-data.ts";
import { writePublished } from "../src/world/dataset/published-record.ts";
import { simulatedRecords } from "../src/world/dataset/simulated-records.ts";
import { allocateTrajectories, simulateTrajectories } from "../src/world/trajectory.ts";
import { copyLoop } from "./ceilings.ts";
import { type Benchmark, fastest } from "./measure.ts";

const trajectories = 1000;
const steps = 100;

/** Single records of a file that the system has in memory, checksums included, on one core; beside it, a copy of their bytes. */
export const recordedTrajectoryBenchmark: Benchmark = {
  lines: [{ name: "trajectories of a TFRecord", unit: "agent-steps/s" }],
  measure: ({ one, pace }) => {
    const folder = mkdtempSync(join(tmpdir(), "entorhinal-bench-"));
    try {
      const file = one.memory.scope(() => {
        const batch = allocateTrajectories(one, steps + 1, trajectories);
        simulateTrajectories(one, { seed: 0, stream: "bench", first: 0 }, batch);
        return joinBytes(
          [...simulatedRecords(batch, 0.02)].map((record) => writeRecord(writePublished(record))),
        );
      });
      writeFileSync(join(folder, "0.tfrecord"), file);
      const data = openPathData(folder);
      const read = () => {
        let last = 0;
        for (let record = 0; record < data.records; record++) last += data.read(record).position[0]!;
        return last;
      };
      return one.memory.scope(() => {
        const [took, copy] = fastest(pace, read, copyLoop(one, file.length));
        const count = trajectories * steps;
        return [{ value: count / took, ceiling: count / copy }];
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
