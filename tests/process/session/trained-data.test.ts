/** Training on files, from the command line. */
import { describe, expect, test } from "bun:test";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { readMetrics } from "../../../src/run/metrics-log.ts";
import { openRun } from "../../../src/run/run-directory.ts";
import { capture } from "../../support/capture.ts";
import { recordDt, someRecords, writeTfrecord } from "../../support/path-records.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { tinyFlags } from "../../support/tiny-training.ts";

const records = someRecords(40, 5);
const flags = [...tinyFlags, "--set", `world.dt=${recordDt}`, "--quiet"];

function folderWithData(): ReturnType<typeof temporaryFolder> {
  const folder = temporaryFolder();
  writeTfrecord(folder.at("data.tfrecord"), records);
  return folder;
}

async function train({ path }: { path: string }, ...argv: string[]) {
  const { code, stderr } = await capture(["train", ...argv], { cwd: path });
  return { code, stderr };
}

const begin = (folder: { path: string }, run: string, ...more: string[]) =>
  train(folder, "--run", run, "--data", "data.tfrecord", ...flags, "--steps", "12", ...more);

const newest = (path: string, step: string) =>
  readFileSync(`${path}/checkpoints/step-0000${step}.safetensors`);

describe("training on files", () => {
  test.each(["queue", "shuffle", "sequential"])(
    "%s: the same bits for any number of workers",
    async (sampling) => {
      using folder = folderWithData();
      const how = ["--set", `train.sampling=${sampling}`];
      expect(await begin(folder, "two", ...how)).toEqual({ code: 0, stderr: "" });
      await begin(folder, "one", ...how, "--workers", "1");
      expect(newest(folder.at("one"), "12").equals(newest(folder.at("two"), "12"))).toBe(true);
      const losses = (run: string) =>
        readMetrics(openRun(folder.at(run)).metricsPath).map(({ loss }) => loss);
      await train(folder, "--run", "fresh", ...flags, "--steps", "12");
      expect(losses("fresh")).not.toEqual(losses("two"));
    },
  );

  test("a run that stopped goes on with the bits of one that did not, wherever its data lie now", async () => {
    using folder = folderWithData();
    const how = ["--set", "train.sampling=queue", "--set", "train.schedule=constant"];
    await begin(folder, "whole", ...how);
    await begin(folder, "part", ...how, "--steps", "5");
    const { data, sessions } = openRun(folder.at("part")).manifest;
    expect(data).toEqual({ path: folder.at("data.tfrecord"), records: 40, checksum: data!.checksum });
    expect(sessions).toHaveLength(1);
    renameSync(folder.at("data.tfrecord"), folder.at("moved.tfrecord"));
    const on = ["--resume", "part", "--steps", "12", "--quiet"];
    expect((await train(folder, ...on)).stderr).toContain(
      "data.tfrecord does not exist\n  say where the data are",
    );
    expect(await train(folder, ...on, "--data", "moved.tfrecord")).toEqual({ code: 0, stderr: "" });
    const weights = (run: string) => readMetrics(openRun(folder.at(run)).metricsPath).at(-1)!.loss;
    expect(weights("part")).toBe(weights("whole"));
  });

  test("other data are refused, and so are fresh trajectories instead of data", async () => {
    using folder = folderWithData();
    await begin(folder, "run", "--steps", "5");
    writeTfrecord(folder.at("data.tfrecord"), records.toReversed());
    const on = ["--resume", "run", "--steps", "12", "--quiet"];
    const other = await train(folder, ...on);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(
      /run was trained on 40 records in .*data.tfrecord \(checksum [0-9a-f]{12}\), not on 40 records in /,
    );
    expect((await train(folder, ...on, "--set", "train.data=null")).stderr).toContain(
      "not on fresh trajectories",
    );
    expect(openRun(folder.at("run")).manifest.sessions).toHaveLength(1);
  });

  test("nothing is made where the data are missing, or do not fit", async () => {
    using folder = folderWithData();
    const refused = await begin(folder, "run", "--set", "train.sequenceLength=6");
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain("has trajectories of 5 steps, train.sequenceLength is 6");
    expect(() => openRun(folder.at("run"))).toThrow("does not exist");
  });

  test("it is said where turns do not lead to the positions, and they are trained on all the same", async () => {
    using folder = temporaryFolder();
    const turned = records.map((record, i) => ({ ...record, position: records[(i + 1) % 40]!.position }));
    writeTfrecord(folder.at("data.tfrecord"), turned);
    const argv = ["--run", "run", "--data", "data.tfrecord", ...flags.slice(0, -1), "--steps", "2"];
    const { code, stderr } = await train(folder, ...argv);
    expect(code).toBe(0);
    expect(stderr).toContain("trained on 40 trajectories in ");
    expect(stderr).toContain("speeds and turns do not lead where the positions are, however they are read");
    expect(Object.keys(openRun(folder.at("run")).manifest.data!)).toEqual(["path", "checksum", "records"]);
  });

  test("whoever looks at a network need not have its data", async () => {
    using folder = folderWithData();
    await begin(folder, "run");
    rmSync(folder.at("data.tfrecord"));
    const argv = ["evaluate", "run", "--trajectories", "20", "--quiet"];
    expect((await capture(argv, { cwd: folder.path })).code).toBe(0);
  });

  test("on automatic differentiation a step has the loss of the own kernels", async () => {
    using folder = folderWithData();
    const lossOf = async (device: string) => {
      await begin(folder, device, "--device", device, "--steps", "1");
      return Number(readMetrics(openRun(folder.at(device)).metricsPath)[0]!.loss);
    };
    expect(await lossOf("cpu")).toBeCloseTo(await lossOf("hybrid"), 5);
  });
});
