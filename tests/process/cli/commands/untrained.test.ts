/** `--untrained`: the network as its training began; and `--tap`: what of it is looked at. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openEngine } from "../../../../src/engine/engine.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { openExperiment, readNetwork } from "../../../../src/session/saved-network.ts";
import { readSubject } from "../../../../src/session/subject.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const cwd = temporaryDirectory();
const cli = (...argv: string[]) => capture(argv, { cwd });
const small = ["--trajectories", "400", "--blas", "wasm"];
const coarse = ["--bins", "10"];
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, ...small, "--json", "--quiet");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};
const read = (name: string) => readFileSync(join(cwd, name), "utf8");

/** Along the first trajectories. */
async function activitiesOf(given: string, path: string, untrained: boolean): Promise<Float32Array> {
  const engine = await openEngine({ workers: 1, blas: "wasm" });
  try {
    const source = readSubject(path, given, { untrained }).open(engine);
    let found = new Float32Array();
    const request = { seed: 3, trajectories: 5, steps: 4 };
    source.read(request, { first: 0, trajectories: 5 }, ({ activities, samples }) => {
      found = engine.memory.floats(activities, samples * source.units).slice();
    });
    return found;
  } finally {
    engine.close();
  }
}

describe("the weights of an untrained network", () => {
  test("are those that a training of that seed starts from", async () => {
    // An update of so small a rate changes no float32: the step leaves the weights as they were.
    const still = ["--set", "train.learningRate=1e-40", "--seed", "9"];
    const begun = await trainTinyRun(1, still);
    const trained = await trainTinyRun(20, ["--seed", "9"]);
    const first = await activitiesOf("run", begun.path, false);
    expect(Math.max(...first)).toBeGreaterThan(0);
    expect(await activitiesOf("run", trained.path, true)).toEqual(first);
    expect(await activitiesOf("run", trained.path, false)).not.toEqual(first);
    const other = await trainTinyRun(1, ["--seed", "10"]);
    expect(await activitiesOf("run", other.path, true)).not.toEqual(first);
  });

  test("are what the experiment of quick initializes", async () => {
    const engine = await openEngine({ workers: 1, blas: "wasm" });
    try {
      const saved = readNetwork(join(cwd, "quick"), "quick");
      const experiment = openExperiment(engine, saved);
      const source = saved.task.activity(engine, experiment, experiment.initialize());
      const request = { seed: 3, trajectories: 5, steps: 4 };
      const [found] = source.portions(request).map((range) => {
        let activities = new Float32Array();
        source.read(request, range, (portion) => {
          activities = engine.memory.floats(portion.activities, portion.samples * source.units).slice();
        });
        return activities;
      });
      expect(await activitiesOf("quick", join(cwd, "quick"), true)).toEqual(found!);
    } finally {
      engine.close();
    }
  });
});

describe("quick --untrained", () => {
  test("evaluate: step 0, and as far off as by chance", async () => {
    const said = await json("evaluate", "quick", "--untrained", ...coarse);
    const trained = await json("evaluate", "quick", ...coarse);
    expect([said.step, trained.step]).toEqual([0, 1300]);
    expect(said.units).toBe(trained.units);
    expect([said.floorCm, said.chanceCm]).toEqual([trained.floorCm, trained.chanceCm]);
    // Chance is the middle of the box; whoever names other places at random is further off, by 1.4 at most.
    expect(said.decodeErrorCm / said.chanceCm).toBeWithin(0.9, 1.4);
    expect(trained.decodeErrorCm).toBeLessThan(5);
    expect(said.survival["0.8"]).toBeLessThan(trained.survival["0.8"]);
    const { stdout } = await cli("evaluate", "quick", "--untrained", ...coarse, ...small);
    expect(stdout).toMatch(/^decode error {2}[89]\d\.\d\d cm {3}\(floor 3\.\d\d, chance 84\.2\)$/m);
  });

  test("ratemaps, sac and tuning show other units than those of the trained network", async () => {
    await json("ratemaps", "quick", "--untrained", ...coarse, "--best", "0", "--out", "before.npz");
    await json("ratemaps", "quick", ...coarse, "--best", "0", "--out", "after.npz");
    const [before, after] = ["before.npz", "after.npz"].map((name) => readNpz(join(cwd, name)));
    expect(before!.get("rate_map").shape).toEqual(after!.get("rate_map").shape);
    const mean = (npz: typeof before) => numbersOf(npz!.get("mean_activity"), "mean");
    expect(mean(before)).not.toEqual(mean(after));
    expect(before!.get("occupancy")).toEqual(after!.get("occupancy"));
    const drawn = await cli("ratemaps", "quick", "--untrained", "--best", "1", ...coarse, ...small);
    expect(drawn.stdout).toStartWith("the best of 256 units by");
    const [one, other] = [await json("sac", "quick", "3", "--untrained"), await json("sac", "quick", "3")];
    expect(one.rateMap).not.toEqual(other.rateMap);
    const tuned = await json("tuning", "quick", "3", "--untrained");
    expect(tuned.samples).toBe(8000);
    expect(tuned.heading).not.toEqual((await json("tuning", "quick", "3")).heading);
  });

  test("figures and reports say so", async () => {
    for (const kind of ["ratemaps", "scores"]) {
      const { code } = await cli(
        "figure",
        "quick",
        kind,
        "--untrained",
        ...coarse,
        ...small,
        "--out",
        `${kind}.svg`,
      );
      expect(code).toBe(0);
      expect(read(`${kind}.svg`)).toContain("of quick untrained<");
    }
    const said = await json("report", "quick", "--untrained", "--out", "report.html", ...coarse);
    expect(said).toMatchObject({ step: 0, weightsSha256: null });
    // What was read is the trained one.
    expect(said.checkpoint).toMatchObject({ file: "quick.safetensors", step: 1300 });
    const page = read("report.html");
    expect(page).toContain("<h1>quick untrained</h1>");
    expect(page).toContain(" --untrained --blas wasm");
    expect(page).not.toContain("SHA-256 of the weights");
    expect(page).toContain("checkpoint</dt><dd>quick.safetensors, step 1300");
  });

  test("decode and place work as well: an untrained network has a readout", async () => {
    const decoded = await json("decode", "quick", "--untrained");
    expect(decoded.decodeErrorCm / decoded.chanceCm).toBeWithin(0.9, 1.4);
    expect((await cli("place", "quick", "100", "--untrained", "--trajectories", "50")).code).toBe(0);
  });

  test("a run is called by its name, and its curves are not those of nobody's training", async () => {
    const run = await trainTinyRun(10);
    const flags = [...small, "--bins", "6", "--out", "run.html", "--quiet"];
    const { code } = await capture(["report", "run", "--untrained", ...flags], run);
    expect(code).toBe(0);
    const page = readFileSync(join(run.cwd, "run.html"), "utf8");
    expect(page).toContain("<h1>run untrained</h1>");
    expect(page).not.toContain("of the batches of the training");
    expect(page).toContain("step-000010.safetensors, step 10");
  });
});

describe("--tap", () => {
  test("names what there is", async () => {
    const said = await json("sac", "quick", "7", "--tap", "units");
    expect(said).toEqual(await json("sac", "quick", "7"));
  });

  test.each([
    "evaluate quick",
    "ratemaps quick",
    "sac quick 0",
    "tuning quick",
    "decode quick",
    "figure quick ratemaps --out no.svg",
    "report quick --out no.html --quiet",
  ])("%s refuses another, with the taps there are", async (line) => {
    expect(await cli(...line.split(" "), "--tap", "nothing")).toEqual({
      ...{ code: 2, stdout: "" },
      stderr: "error: this network has no tap nothing\n  taps: units\n",
    });
  });
});
