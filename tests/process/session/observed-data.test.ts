/** Networks looked at along the trajectories of files. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openEngine } from "../../../src/engine/engine.ts";
import { readSubject } from "../../../src/session/subject.ts";
import type { PathRecord } from "../../../src/world/dataset/path-record.ts";
import { capture } from "../../support/capture.ts";
import { someRecords, writeTfrecord } from "../../support/path-records.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type TinyRunOnDisk, trainTinyRun } from "../../support/tiny-run.ts";
import { userErrorOf } from "../../support/user-error.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const folder = temporaryFolder();
afterAll(() => {
  engine.close();
  folder[Symbol.dispose]();
});

const steps = 7;
const records = someRecords(12, steps);
const data = writeTfrecord(folder.at("held.tfrecord"), records);

let run: TinyRunOnDisk;
beforeAll(async () => {
  run = await trainTinyRun(2);
});

const open = (path: string = data) => readSubject(run.path, "run", { data: path }).open(engine);

const coordinatesOf = (some: readonly PathRecord[], length: number) =>
  Array.from({ length }, (_, t) => some.map(({ position }) => [position[2 * t]!, position[2 * t + 1]!])).flat(
    2,
  );

describe("along the trajectories of files", () => {
  test("a network runs where they lead, in their order, as long as is asked for", () => {
    const source = open();
    expect(source.usual).toEqual({ seed: 5, steps, trajectories: 12 });
    const request = { seed: 1, trajectories: 4, steps: 6, from: 5 };
    const [range] = source.portions(request);
    source.read(request, range!, ({ position, heading, samples, velocity }) => {
      expect(samples).toBe(24);
      expect([...position.view]).toEqual(coordinatesOf(records.slice(5, 9), 6));
      expect(heading!.view[0]).toBe(records[5]!.startHeading[0]!);
      const { start, position: after } = records[5]!;
      expect(velocity!.view[0]!).toBeCloseTo((after[0]! - start[0]!) / 0.02, 4);
    });
  });

  test("so does its untrained twin, and both say so", () => {
    const subject = readSubject(run.path, "run", { data });
    const [source, twin] = [subject.open(engine), subject.untrained!().open(engine)];
    const request = { seed: 1, trajectories: 12, steps };
    for (const one of [source, twin]) {
      expect(one.conditions).toEqual([
        {
          ...{ name: "dataTimeStep", value: 0.02 },
          text: "held.tfrecord does not say its time step: 0.02 s is that of the world",
        },
        { name: "data", value: "held.tfrecord", text: "along the trajectories of held.tfrecord" },
      ]);
      one.walk(request, { first: 0, trajectories: 12 }, ({ position }) => {
        expect([...position.view]).toEqual(coordinatesOf(records, steps));
      });
    }
  });

  test("more or longer ones than there are, the published ones, and another box are refused", () => {
    const refusal = (request: { trajectories: number; steps: number; from?: number }) =>
      userErrorOf(() => open().portions({ seed: 1, ...request }));
    expect(refusal({ trajectories: 12, steps, from: 1 })).toContain(
      "holds 12 trajectories, 13 are asked for",
    );
    expect(refusal({ trajectories: 1, steps: 8 })).toContain("have 7 steps, 8 are asked for");
    expect(open().publishedPaths).toBe(false);
    const world = ["boxWidth=0.3", "borderRegion=0.01"];
    const other = readSubject(run.path, "run", { data, worldSet: world });
    expect(userErrorOf(() => other.open(engine))).toContain("outside a box of 0.3 x 2.2 m");
    expect(userErrorOf(() => open(folder.at("none")))).toContain("none does not exist");
    expect(userErrorOf(() => readSubject("/rats/one.npz", "one.npz", { data }))).toContain(
      "--data is for networks",
    );
  });

  test("evaluate --data takes the path from where the user is, and names it", async () => {
    const argv = ["evaluate", run.path, "--data", "held.tfrecord", "--json", "--blas", "wasm"];
    const { code, stdout } = await capture(argv, { cwd: folder.path });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ samples: 84, conditions: { data: "held.tfrecord" } });
    const fresh = JSON.parse(
      (
        await capture([...argv.slice(0, 2), "--json", "--blas", "wasm", "--trajectories", "12"], {
          cwd: folder.path,
        })
      ).stdout,
    );
    expect(fresh.decodeErrorCm).not.toBe(JSON.parse(stdout).decodeErrorCm);
  });
});
