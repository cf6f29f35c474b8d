import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configFlags, configFromFlags } from "../../../src/cli/frame/config-flags.ts";
import { parseFlags } from "../../../src/cli/frame/flags.ts";
import { changesBetween, diffConfigs } from "../../../src/config/diff.ts";
import { defaultConfig, resolveConfig } from "../../../src/config/resolve.ts";
import type { Config } from "../../../src/config/schema.ts";
import { listSettings } from "../../../src/config/settings.ts";
import {
  parseAssignment,
  presetNames,
  printConfig,
  readConfigFile,
  readPreset,
} from "../../../src/config/sources.ts";
import { leaves, type Tree } from "../../../src/config/tree.ts";
import { pathNetworks } from "../../../src/tasks/path-integration/networks.ts";
import {
  isPathIntegration,
  type PathIntegrationSettings,
} from "../../../src/tasks/path-integration/settings.ts";
import { UserError } from "../../../src/user-error.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const directory = temporaryDirectory();

function file(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const resolveArgv = (...argv: string[]): Config & PathIntegrationSettings =>
  ofPaths(
    configFromFlags(parseFlags(argv, configFlags).flags as Parameters<typeof configFromFlags>[0], directory),
  );

function ofPaths(config: Config): Config & PathIntegrationSettings {
  if (!isPathIntegration(config)) throw new Error(config.task);
  return config;
}

function refusal(...argv: string[]): UserError {
  try {
    resolveArgv(...argv);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

const keys = (config: object) => leaves(config as Tree).map(([key]) => key);

describe("sources", () => {
  test("defaults < preset < file < --set < named flags", () => {
    file("mine.yaml", "train:\n  steps: 20\n  batchSize: 50\n  learningRate: 0.5\n");
    const config = resolveArgv(
      ...["--steps", "40", "--set", "train.steps=30", "--set", "train.batchSize=60"],
      ...["--config", "mine.yaml", "--preset", "sorscher2019"],
    );
    expect(config.train.steps).toBe(40);
    expect(config.train.batchSize).toBe(60);
    expect(config.train.learningRate).toBe(0.5);
    expect(config.model.units).toBe(4096);
    expect(config.train.logEvery).toBe(defaultConfig().train.logEvery);
  });

  test("the last --set of a key wins", () => {
    expect(resolveArgv("--set", "seed=1", "--set", "seed=2").seed).toBe(2);
  });

  test("--set reads null, booleans, numbers and text", () => {
    const value = (text: string) => leaves(parseAssignment(`a.b=${text}`).tree)[0]![1];
    expect([value("null"), value("true"), value("1e-3"), value("path=x.npy"), value("")]).toEqual([
      ...[null, true, 1e-3, "path=x.npy", ""],
    ]);
  });

  test("--workers takes a number or auto", () => {
    expect(resolveArgv("--workers", "3").workers).toBe(3);
    expect(resolveArgv("--workers", "auto").workers).toBe("auto");
  });

  test("a file of centres is found from anywhere afterwards", () => {
    expect(resolveArgv("--set", "code.centres=a/b.npy").code.centres).toBe(join(directory, "a/b.npy"));
    expect(resolveArgv("--set", "code.centres=/a/b.npy").code.centres).toBe("/a/b.npy");
    expect(resolveArgv("--set", "code.centres=random").code.centres).toBe("random");
  });

  test("an empty configuration file changes nothing", () => {
    file("empty.yaml", "# nothing\n");
    expect<Config>(resolveArgv("--config", "empty.yaml")).toEqual(defaultConfig());
  });
});

describe("the resolved tree", () => {
  const odd = {
    "world.speedMax": "1.25",
    "code.centres": "a b/c'd.npy",
    "train.weightDecay": "1e-7",
    seed: "4294967296",
  };
  const settings = Object.entries(odd).flatMap(([key, value]) => ["--set", `${key}=${value}`]);

  test.each([[[]], [["--preset", "sorscher2019"]], [settings]])("%j survives config.yaml", (argv) => {
    const config = resolveArgv(...argv);
    const path = file("config.yaml", printConfig(config));
    expect(resolveConfig([readConfigFile(path)])).toEqual(config);
    expect(keys(readConfigFile(path).tree)).toEqual(keys(defaultConfig()));
  });

  test("speeds and turns are the published ones", () => {
    const { world } = ofPaths(defaultConfig());
    expect(world.speedRayleigh).toBe(0.8168140899333463);
    expect(world.turnSigma).toBe(11.52);
  });
});

describe("presets", () => {
  test.each(presetNames())("%s is valid and says everything", (name) => {
    const { layer } = readPreset(name);
    expect(keys(resolveConfig([layer]))).toEqual(keys(layer.tree));
  });

  test("quick is the defaults", () => {
    expect(diffConfigs(defaultConfig(), resolveConfig([readPreset("quick").layer]))).toEqual([]);
  });

  test("sorscher2019 has the defaults of the published main.py", () => {
    const { code, model, train, world } = ofPaths(resolveConfig([readPreset("sorscher2019").layer]));
    expect([code.placeCells, code.width, code.surround, code.centres]).toEqual([512, 0.12, 2, "numpySeed0"]);
    expect(model).toMatchObject({ units: 4096, activation: "relu" });
    expect([train.steps, train.batchSize, train.sequenceLength]).toEqual([100_000, 200, 20]);
    expect([train.learningRate, train.schedule, train.weightDecay]).toEqual([1e-4, "constant", 1e-4]);
    expect([world.boxWidth, world.boxHeight]).toEqual([2.2, 2.2]);
    expect([world.wallRule, code.faithfulYCentres] as unknown[]).toEqual(["faithful", true]);
  });
});

describe("refusals name the key, its origin, the value and what is allowed", () => {
  test.each([
    ["world.boxWidth=-1", 'world.boxWidth (--set) is "-1"', "it must be a number from 0.001 to 1000000"],
    [
      "world.boxHeight=0.06",
      'world.boxHeight (--set) is "0.06"',
      "it must be a number above 0.06, twice world.borderRegion",
    ],
    [
      "world.velocitySmoothing=1",
      'world.velocitySmoothing (--set) is "1"',
      "it must be a number from 0 to 0.999",
    ],
    ["code.width=0", 'code.width (--set) is "0"', "it must be a number from 0.000001 to 1000000"],
    ["code.topK=600", 'code.topK (--set) is "600"', "it must be an integer from 1 to 16"],
    [
      "code.placeCells=1",
      'code.placeCells (--set) is "1"',
      "it must be an integer of at least 2 for differenceOfSoftmaxes",
    ],
    [
      "code.centres=grid",
      'code.centres (--set) is "grid"',
      "it must be one of random, numpySeed0, numpyPairs, jitteredLattice, or a .npy or .npz file of centres [cells, 2]",
    ],
    [
      "code.centres=jiteredLattice",
      'code.centres (--set) is "jiteredLattice"',
      "it must be one of random, numpySeed0, numpyPairs, jitteredLattice, or a .npy or .npz file of centres [cells, 2]; did you mean jitteredLattice?",
    ],
    [
      "model.kind=rn",
      'model.kind (--set) is "rn"',
      `it must be one of ${pathNetworks.map(({ kind }) => kind).join(", ")}; did you mean rnn?`,
    ],
    ["train.batchSize=0", 'train.batchSize (--set) is "0"', "it must be an integer of at least 1"],
    ["train.batchSize=1.5", 'train.batchSize (--set) is "1.5"', "it must be an integer of at least 1"],
    ["train.batchSize=many", 'train.batchSize (--set) is "many"', "it must be an integer of at least 1"],
    ["train.gradientClip=0", 'train.gradientClip (--set) is "0"', "it must be a number above 0"],
    ["model.units=0", 'model.units (--set) is "0"', "it must be an integer of at least 1"],
    [
      "model.activation=reul",
      'model.activation (--set) is "reul"',
      "it must be one of relu, tanh; did you mean relu?",
    ],
    ["world.periodic=1", 'world.periodic (--set) is "1"', "it must be true or false"],
    ["workers=0", 'workers (--set) is "0"', "it must be auto or an integer from 1 to 256"],
    [
      "device=gpu",
      'device (--set) is "gpu"',
      "it must be one of auto, hybrid, wasm, webgpu, cpu; did you mean cpu?",
    ],
    ["world=5", 'world (--set) is "5"', "it must be a group of settings"],
    ["seed=-1", 'seed (--set) is "-1"', "it must be an integer of at least 0"],
  ])("--set %s", (assignment, cause, mend) => {
    const error = refusal("--set", assignment);
    expect([error.message, error.mend, error.exitCode]).toEqual([cause, mend, 2]);
  });

  test("a default that does not fit what was set is called so, and says to what it must fit", () => {
    const cells = refusal("--set", "code.placeCells=2");
    expect(cells.message).toBe('code.topK (its default) is "3"');
    expect(cells.mend).toBe("it must be an integer from 1 to 2, as there are code.placeCells=2");
    expect(resolveArgv("--set", "code.placeCells=2", "--set", "code.topK=2").code.topK).toBe(2);
    const zone = refusal("--set", "world.borderRegion=3");
    expect(zone.message).toBe('world.boxWidth (its default) is "2.2"');
    expect(zone.mend).toBe("it must be a number above 6, twice world.borderRegion");
  });

  test("whatever a key is set to, its refusal names a value that is there", () => {
    for (const { key } of listSettings()) {
      for (const value of ["1e-20", "0", "1", "2", "1e9", "9e15", "1e300", "-1", "null", "true", "x"]) {
        try {
          resolveArgv("--set", `${key}=${value}`);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          expect((error as UserError).message).not.toContain("undefined");
        }
      }
    }
  });

  test("an unknown key suggests the nearest, also when only its group is missing", () => {
    const near = refusal("--set", "train.batchsise=3");
    expect(near.message).toBe("there is no setting train.batchsise (--set)");
    expect(near.mend).toStartWith("did you mean train.batchSize? allowed in train: steps batchSize ");
    expect(refusal("--set", "batchSize=3").mend).toStartWith(
      "did you mean train.batchSize? allowed: seed task world ",
    );
    expect(refusal("--set", "zebra.x=3").mend).toBe(
      "allowed: seed task world code model train device blas workers",
    );
  });

  test("flags and files are named as origins", () => {
    expect(refusal("--device", "gpu").message).toBe('device (--device) is "gpu"');
    const path = file("bad.yaml", "train:\n  batchSize: 0\n");
    expect(refusal("--config", path).message).toBe(`train.batchSize (${path}) is "0"`);
  });

  test("a periodic box has no wall zone", () => {
    expect(resolveArgv("--set", "world.periodic=true", "--set", "world.boxWidth=0.01").world.boxWidth).toBe(
      0.01,
    );
  });

  test.each([
    [["--preset", "quik"], "there is no preset quik", "did you mean quick?"],
    [["--config", "absent.yaml"], "there is no configuration file", "name an existing YAML file"],
    [["--config", "."], "is a directory", "name a readable YAML file"],
    [["--set", "steps"], "--set steps is not key=value", "--set train.batchSize=100"],
    [["--set", "=3"], "--set =3 is not key=value", "write for example"],
    [["--set", "a..b=3"], "--set a..b=3 is not key=value", "write for example"],
  ])("%j", (argv, cause, mend) => {
    const error = refusal(...argv);
    expect(error.message).toContain(cause);
    expect(error.mend).toContain(mend);
    expect(error.exitCode).toBe(2);
  });

  test("files that are not YAML mappings", () => {
    expect(refusal("--config", file("torn.yaml", "a: [1,\nb: 2")).message).toContain("torn.yaml is not YAML");
    expect(refusal("--config", file("list.yaml", "- 1\n")).message).toContain("list.yaml holds no settings");
  });
});

test("diffConfigs lists what differs, in the order of the tree", () => {
  const before = resolveArgv();
  const after = resolveArgv("--set", "train.batchSize=100", "--set", "world.speedMax=1", "--seed", "3");
  expect(diffConfigs(before, before)).toEqual([]);
  expect(diffConfigs(before, after)).toEqual([
    "seed: 0 → 3",
    "world.speedMax: null → 1",
    "train.batchSize: 200 → 100",
  ]);
  expect(diffConfigs({ a: 1 }, { b: 2 })).toEqual(["a: 1 → (not set)", "b: (not set) → 2"]);
});

test("changesBetween gives the values themselves", () => {
  expect(changesBetween({ a: { b: 1, c: null } }, { a: { b: 1, c: 0.5 }, d: "x" })).toEqual([
    { key: "a.c", before: null, after: 0.5 },
    { key: "d", before: undefined, after: "x" },
  ]);
});
