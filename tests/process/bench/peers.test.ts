/** The Python programs of `bench --peers` compute what ours compute. */
import { afterAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hexagonalMaps, mapShape } from "../../../bench/grid-score.ts";
import { lagBatches } from "../../../bench/lag-source.ts";
import { lagOptions } from "../../../bench/lags.ts";
import { writeLagActivity } from "../../../bench/peers/lags.ts";
import { runPeer } from "../../../bench/peers/peer-process.ts";
import { findPythons, type PythonPackage, pythonWith, whatIsMissing } from "../../../bench/peers/python.ts";
import { networkArrays, openPublished } from "../../../bench/peers/training.ts";
import { scoreMaps } from "../../../src/analyse/grid-score.ts";
import { sweepLags } from "../../../src/analyse/lags/sweep-lags.ts";
import { findScorer } from "../../../src/analyse/scorer.ts";
import { numpyCentres } from "../../../src/code/place-centres.ts";
import { encode } from "../../../src/code/place-code.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { npyArray, numbersOf } from "../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../src/format/npz.ts";
import { openHybridTrainer } from "../../../src/train/hybrid-trainer.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { simulateNumpyParity } from "../../../src/world/numpy-parity.ts";
import { allocateTrajectories, simulateTrajectories } from "../../../src/world/trajectory.ts";
import { capture } from "../../support/capture.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const pythons = findPythons(process.env.ENTORHINAL_PYTHON);
const engine = await openEngine({ workers: 2, blas: "wasm" });
afterAll(() => engine.close());

/** A test that needs packages of Python; without them its name says so. */
function withPython(packages: readonly PythonPackage[], name: string, body: (at: string) => unknown): void {
  const missing = !pythonWith(pythons, packages);
  const why = missing ? ` (skipped: ${whatIsMissing(pythons, packages)})` : "";
  test.skipIf(missing)(name + why, async () => void (await body(temporaryDirectory())), 60_000);
}

const run = (packages: readonly PythonPackage[], program: string, ...words: string[]): string =>
  runPeer(pythonWith(pythons, packages)!, program, ...words);

const largestDistance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
};

withPython(["torch", "numpy"], "PyTorch's losses are ours, from the same weights and trajectories", (at) => {
  const [count, steps, batchSize] = [8, 20, 30];
  const train = { batchSize, sequenceLength: steps, learningRate: 1e-3, weightDecay: 1e-2 };
  engine.memory.scope(() => {
    const { experiment, state } = openPublished(engine, {
      model: { units: 64, encoderGain: 20 },
      code: { placeCells: 128 },
      train,
    });
    const { arena, settings } = experiment;
    const network = networkArrays(experiment, state.weights);
    const batch = allocateTrajectories(engine, steps, batchSize);
    const drawn = Array.from({ length: count }, (_, step) => {
      simulateTrajectories(
        engine,
        { seed: settings.seed, stream: "training", first: step * batchSize },
        batch,
        arena,
        settings.world,
      );
      const velocity = batch.velocity.toArray().map((value) => value * settings.world.dt);
      return { velocity, position: batch.position.toArray(), start: batch.start.toArray() };
    });
    const stacked = (name: "velocity" | "position" | "start", shape: number[]) =>
      npyArray(Float32Array.from(drawn.flatMap((each) => [...each[name]])), [count, ...shape]);
    const arrays = {
      ...network,
      velocity: stacked("velocity", [steps, batchSize, 2]),
      position: stacked("position", [steps, batchSize, 2]),
      start: stacked("start", [batchSize, 2]),
    };
    writeFileSync(join(at, "task.npz"), writeNpz(arrays));
    const words = ["--learning-rate", "1e-3", "--weight-decay", "1e-2", "--check", join(at, "task.npz")];
    const theirs: { losses: number[]; errors: number[] } = JSON.parse(
      run(["torch", "numpy"], "training_step", ...words),
    );

    const trainer = openHybridTrainer(engine, experiment, state);
    const ours = drawn.map((_, step) => trainer.step(step));
    // The updates show in the loss: what is compared after the first step is the training, not the start.
    expect(ours[0]!.loss - ours.at(-1)!.loss).toBeGreaterThan(1e-2);
    expect(
      largestDistance(
        theirs.losses,
        ours.map(({ loss }) => loss),
      ),
    ).toBeLessThan(1e-5);
    // Of 600 samples one may decode another third cell, where two cells are within rounding of each other.
    expect(
      largestDistance(
        theirs.errors,
        ours.map(({ measured }) => measured.decodeErrorCm! / 100),
      ),
    ).toBeLessThan(2e-3);
  });
});

withPython(["numpy"], "NumPy's data are the published ones, which ours reproduce", (at) => {
  const [steps, batchSize, cells] = [20, 12, 64];
  const words = ["--batch", String(batchSize), "--steps", String(steps), "--cells", String(cells)];
  run(["numpy"], "data_generation", ...words, "--check", join(at, "data.npz"));
  const file = readNpz(join(at, "data.npz"));
  const theirs = (name: string) => numbersOf(file.get(name), name);
  engine.memory.scope(() => {
    const { random } = numpyCentres(defaultArena, cells, true);
    const batch = allocateTrajectories(engine, steps, batchSize);
    simulateNumpyParity(engine, random, batch);
    expect(largestDistance(theirs("position"), batch.position.view)).toBeLessThan(1e-6);
    expect(largestDistance(theirs("start"), batch.start.view)).toBeLessThan(1e-6);
    const velocity = batch.velocity.toArray().map((value) => value * 0.02);
    expect(largestDistance(theirs("velocity"), velocity)).toBeLessThan(1e-7);
    const { experiment } = openPublished(engine, { code: { placeCells: cells }, model: { units: 1 } });
    const code = engine.memory.allocate("float32", [steps * batchSize, cells], "place code");
    encode(engine, experiment.readout.code, batch.position, code);
    // Of entries up to 0.06.
    expect(largestDistance(theirs("target_code"), code.view)).toBeLessThan(1e-6);
    expect(Math.max(...code.view)).toBeGreaterThan(0.02);
  });
});

withPython(
  ["scipy", "numpy"],
  "SciPy's grid scores are ours, unvisited bins and silent units included",
  (at) => {
    const maps = hexagonalMaps();
    const { units, bins } = mapShape;
    for (let i = 0; i < maps.length / 2; i += 97) maps[i] = Number.NaN;
    maps.fill(0, maps.length - bins * bins);
    writeFileSync(join(at, "maps.npz"), writeNpz({ maps: npyArray(maps, [units, bins, bins]) }));
    const words = ["--check", "--maps", join(at, "maps.npz")];
    const theirs = JSON.parse(run(["scipy", "numpy"], "grid_scores", ...words));
    const { grid60, grid90 } = scoreMaps(engine, maps, mapShape, findScorer("deepmind-code"));
    // Ours gives a unit that never fires no score, the reference 0.
    expect([grid60.at(-1), theirs.grid60.at(-1)]).toEqual([Number.NaN, 0]);
    // Theirs takes the Fourier way to the autocorrelogram, which rounds otherwise than sums of products.
    expect(largestDistance(theirs.grid60.slice(0, -1), grid60.subarray(0, -1))).toBeLessThan(1e-10);
    expect(largestDistance(theirs.grid90.slice(0, -1), grid90.subarray(0, -1))).toBeLessThan(1e-10);
  },
);

withPython(["scipy", "numpy"], "SciPy's scores at lags are ours, from the same activity", async (at) => {
  const [units, batches, mostLag] = [9, 2, 4];
  const path = writeLagActivity(engine, join(at, "lags.npz"), 2, batches, units);
  const words = ["--activity", path, "--most-lag", String(mostLag), "--check"];
  const theirs = JSON.parse(run(["scipy", "numpy"], "lag_sweep", ...words)) as number[][];
  const options = lagOptions(mostLag, "deepmind-code", batches);
  const ours = await engine.memory.longScope(() =>
    sweepLags(engine, lagBatches(engine, units, batches).source, { ...options, only: [0, 1] }),
  );
  expect(theirs.map(({ length }) => length)).toEqual([9, 9]);
  for (const [unit, scores] of theirs.entries()) {
    const found = ours.hexagonal.filter((_, i) => i % 2 === unit);
    expect(largestDistance(scores, found)).toBeLessThan(1e-9);
  }
});

const oneLine = ["bench", "--peers", "--quick", "--only", "grid score"];

withPython(["scipy", "numpy"], "a peer program alone prints one JSON line", (at) => {
  writeFileSync(join(at, "maps.npz"), writeNpz({ maps: npyArray(new Float64Array(800), [2, 20, 20]) }));
  const words = ["--seconds", "0", "--maps", join(at, "maps.npz")];
  const line = run(["scipy", "numpy"], "grid_scores", ...words);
  expect(line.split("\n")).toHaveLength(2);
  const { name, unit, value, seconds, threads } = JSON.parse(line);
  expect([name, unit, threads]).toEqual(["grid score", "units/s", 1]);
  expect(value).toBeCloseTo(2 / seconds, 6);
});

describe("bench --peers", () => {
  const skipped = !pythonWith(pythons, ["scipy", "numpy"]);
  test.skipIf(skipped)(
    `--json is a list of measurements with these keys${skipped ? " (skipped: no SciPy)" : ""}`,
    async () => {
      const env = { ENTORHINAL_PYTHON: pythonWith(pythons, ["scipy", "numpy"])!.command };
      const { code, stdout } = await capture([...oneLine, "--json", "--quiet"], { env });
      expect(code).toBe(0);
      const found = JSON.parse(stdout);
      expect(found.map(({ name }: { name: string }) => name)).toEqual([
        "grid score 20x20, 1 thread",
        "grid score 20x20, all threads",
      ]);
      const keys = ["name", "value", "unit", "ceiling", "ratio", "theirs", "peer", "threads", "peerThreads"];
      for (const measurement of found) {
        expect(Object.keys(measurement)).toEqual(keys);
        const { value, theirs, ratio, ceiling, threads, peerThreads, peer } = measurement;
        expect(ratio).toBeCloseTo(value / theirs, 9);
        expect(ceiling).toBeNull();
        expect(threads).toBeGreaterThanOrEqual(1);
        if (measurement.name.endsWith("1 thread")) expect([threads, peerThreads]).toEqual([1, 1]);
        expect(peer).toMatch(/^SciPy \d/);
      }
    },
    60_000,
  );

  /** An interpreter that says it has these packages, and can run no program with them. */
  function pretender(versions: Record<string, string | null>): string {
    const path = join(temporaryDirectory(), "python");
    const program = '[ "$1" = -c ] || { echo "ImportError: broken" >&2; exit 1; }';
    writeFileSync(path, `#!/bin/sh\n${program}\necho '${JSON.stringify(versions)}'\n`);
    chmodSync(path, 0o755);
    return path;
  }

  test("says in one line what to install", async () => {
    const path = pretender({ torch: null, scipy: null, numpy: "2.0" });
    const { code, stdout, stderr } = await capture(oneLine, { env: { ENTORHINAL_PYTHON: path } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      `error: there is nothing to compare with\n  no scipy in ${path}: pip install scipy, or on Debian and Ubuntu: apt install python3-scipy\n`,
    );
  });

  test("says first what is missing, goes on with what is left, and tells of a package that is broken", async () => {
    const path = pretender({ torch: null, scipy: "1.0", numpy: "2.0" });
    const words = ["bench", "--peers", "--quick", "--only", "training 256|grid score"];
    const { code, stdout, stderr } = await capture(words, { env: { ENTORHINAL_PYTHON: path } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const [missing, stage, error, mend] = stderr.split("\n");
    expect(missing).toMatch(/^left out, \d+ lines: no torch in .*python: pip install torch, or on Debian/);
    expect(stage).toBe("1 of 1: grid score 20x20, 1 thread beside SciPy");
    expect(error).toMatch(/^error: .*python .*grid_scores\.py ended: ImportError: broken$/);
    expect(mend).toContain("ENTORHINAL_PYTHON");
  });

  test.skipIf(pythons.length === 0)("finds a package without importing it, which takes seconds", () => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, "torch"));
    writeFileSync(join(folder, "torch", "__init__.py"), "raise SystemExit(1)\n");
    const path = join(folder, "python");
    const real = Bun.which(pythons[0]!.command);
    writeFileSync(path, `#!/bin/sh\nPYTHONPATH=${folder} exec ${real} "$@"\n`);
    chmodSync(path, 0o755);
    expect(findPythons(path)[0]?.versions.torch).toBeString();
  });

  test("a missing package disables only what needs it", () => {
    const without = (name: PythonPackage) =>
      findPythons(pretender({ torch: "2.0", scipy: "1.0", numpy: "2.0", [name]: null }));
    expect(pythonWith(without("torch"), ["torch", "numpy"])).toBeUndefined();
    expect(pythonWith(without("torch"), ["scipy", "numpy"])).toBeDefined();
    expect(whatIsMissing(without("torch"), ["torch", "numpy"])).toMatch(/^no torch in .*python3-torch$/);
    expect(pythonWith(without("scipy"), ["torch", "numpy"])).toBeDefined();
    expect(whatIsMissing([], ["numpy"])).toContain("no Python was found");
  });

  test("wrong usage is refused", async () => {
    const cases: [string[], Record<string, string>, number, string][] = [
      [["--only", "flux"], {}, 2, "no comparison is called flux"],
      [["--training"], {}, 2, "--peers and --training together"],
      [[], { ENTORHINAL_PYTHON: "/absent/python" }, 1, "ENTORHINAL_PYTHON=/absent/python is no Python"],
    ];
    for (const [words, env, code, cause] of cases) {
      const said = await capture(["bench", "--peers", ...words], { env });
      expect({ code: said.code, stdout: said.stdout }).toEqual({ code, stdout: "" });
      expect(said.stderr).toStartWith(`error: ${cause}`);
    }
  });
});
