import { describe, expect, test } from "bun:test";
import { readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FileError } from "../../../src/format/file-trouble.ts";
import type { EventImage } from "../../../src/format/tfevents.ts";
import type { ScoreRecord } from "../../../src/run/score-record.ts";
import { type SeenNetwork, TrainingRecorder } from "../../../src/session/training-recorder.ts";
import { UserError } from "../../../src/user-error.ts";
import { temporaryDirectory } from "../../support/temporary.ts";

const never = { mosaic: false, scoreEvery: null, filmEvery: null, imageEvery: null, batchSize: 600 };
const maps = { units: 1, bins: 2, samples: 9, scorer: "nan-aware", maps: new Float64Array(4) };

/** A network whose maps take `lookSeconds`, and all that is written of it. */
function recorded(settings: Partial<Record<keyof typeof never, unknown>>, take = async () => {}) {
  const path = temporaryDirectory();
  const [logged, troubles, images]: [number[], string[], string[]] = [[], [], []];
  const taker = {
    async takeMaps(step: number) {
      await take();
      return { ...maps, step, grid60: Float64Array.of(0.5), grid90: Float64Array.of(0.1) };
    },
    currentNoise: () => ({ scores: Float32Array.of(0.1), step: 1, scorer: "nan-aware", bins: 2 }),
    takePaths: (count: number) => ({ trajectories: count }),
    arena: { width: 2, height: 2, periodic: false },
    recordOf: ({ step }: { step: number }) => ({ step }),
  };
  const drawImages = async ({ maps: { step }, paths, arena }: SeenNetwork) => [
    { tag: `${step} ${paths?.trajectories} ${arena.width}`, png: Uint8Array.of(1), width: 1, height: 1 },
  ];
  const recorder = new TrainingRecorder(
    () => taker as never,
    { ...never, ...settings } as never,
    { path, figuresPath: join(path, "figures") },
    { drawMosaic: () => Uint8Array.of(1), drawImages, onTrouble: (text) => troubles.push(text) },
  );
  const network = (step: number, changes: object = {}) =>
    ({
      ...{ weights: {}, step, seconds: 0.1, isSaved: step % 10 === 0, synchronize: async () => {} },
      check: () => {},
      logScores: (record: ScoreRecord) => logged.push(record.step),
      logImages: (some: readonly EventImage[]) => images.push(...some.map(({ tag }) => tag)),
      ...changes,
    }) as never;
  return { recorder, network, logged, troubles, images, path };
}

describe("scores of a training", () => {
  test("come at their steps where there is time for them, and after the last one", async () => {
    const { recorder, network, logged } = recorded({ scoreEvery: 10 });
    for (let step = 1; step < 45; step++) {
      // By the fastest it is guessed what the first ones will cost.
      await recorder.between(network(step, { seconds: step === 1 ? 0.001 : 100 }));
    }
    await recorder.afterLastStep(network(45));
    expect(logged).toEqual([10, 20, 30, 40, 45]);
  });

  test("take 2 % of the time at most, those of the last step among it", async () => {
    const seconds = 0.005;
    const { recorder, network, logged } = recorded({ scoreEvery: 1 }, () => Bun.sleep(1000 * seconds));
    const steps = 200;
    for (let step = 1; step < steps; step++) await recorder.between(network(step));
    await recorder.afterLastStep(network(steps));
    expect(logged.length).toBeGreaterThan(5);
    // Whatever else this machine does, a look never takes less than it sleeps.
    expect(logged.length * seconds).toBeLessThanOrEqual(0.02 * 0.1 * steps);
  });

  test("leave time for those of the last step", async () => {
    const { recorder, network, logged } = recorded({ scoreEvery: 1 });
    // 40 ms in all, where one look is guessed to take 35.
    for (let step = 1; step < 20; step++) await recorder.between(network(step));
    await recorder.afterLastStep(network(20));
    expect(logged).toEqual([20]);
  });

  test("are never taken when nobody asked", async () => {
    let looks = 0;
    const { recorder, network } = recorded({}, async () => void looks++);
    for (let step = 1; step < 50; step++) await recorder.between(network(step, { seconds: 100 }));
    await recorder.afterLastStep(network(50));
    expect(looks).toBe(0);
  });
});

test("mosaics go with the checkpoints, frames with their steps, the first and the last", async () => {
  const { recorder, network, path } = recorded({ mosaic: true, filmEvery: 8 });
  for (let step = 1; step < 21; step++) await recorder.between(network(step));
  await recorder.afterLastStep(network(21, { isSaved: true }));
  const names = (folder: string) => readdirSync(join(path, folder)).sort();
  expect(names("figures")).toEqual([10, 20, 21].map((step) => `mosaic-step-0000${step}.png`));
  expect(names("film")).toEqual(["01", "08", "16", "21"].map((step) => `step-0000${step}.npz`));
});

test("pictures for TensorBoard come at their steps and after the last one, of ten paths", async () => {
  const { recorder, network, images } = recorded({ imageEvery: 8 });
  for (let step = 1; step < 21; step++) await recorder.between(network(step));
  await recorder.afterLastStep(network(21));
  expect(images).toEqual(["8 10 2", "16 10 2", "21 10 2"]);
});

describe("when looking fails", () => {
  test("a folder of figures that is a link is left alone", async () => {
    const { recorder, network, troubles, path } = recorded({ mosaic: true });
    const other = temporaryDirectory();
    symlinkSync(other, join(path, "figures"));
    await recorder.between(network(10));
    expect([readdirSync(other), troubles.length]).toEqual([[], 1]);
    expect(troubles[0]).toContain("figures is a link");
  });

  test.each([
    ["the memory is full", () => new UserError("the memory is full", "close something")],
    ["x is undefined (a bug in entorhinal, please report it)", () => new TypeError("x is undefined")],
  ])("the training goes on without: %s", async (said, error) => {
    const { recorder, network, troubles } = recorded({ filmEvery: 1 }, () => Promise.reject(error()));
    await recorder.between(network(1));
    await recorder.between(network(2));
    expect(troubles).toEqual([`no more scores and pictures of this training: ${said}`]);
  });

  test.each(["mosaic", "film"])(
    "a picture that has no room is said once, and nothing is lost: %s",
    async (what) => {
      const settings = what === "film" ? { filmEvery: 10, scoreEvery: 10 } : { mosaic: true, scoreEvery: 10 };
      const { recorder, network, troubles, logged, path } = recorded(settings);
      // No folder can be made below a file.
      writeFileSync(join(path, what === "film" ? "film" : "figures"), "in the way");
      await recorder.between(network(1, { seconds: 0.001 }));
      await recorder.between(network(10, { seconds: 100 }));
      await recorder.between(network(20, { seconds: 100 }));
      await recorder.afterLastStep(network(30));
      expect(troubles).toHaveLength(1);
      expect(troubles[0]).toStartWith("no more pictures of this training: ");
      expect(logged).toEqual([10, 20, 30]);
    },
  );

  test("what cannot be written to the run ends the training", async () => {
    const { recorder, network } = recorded({ filmEvery: 1 });
    const check = () => {
      throw new FileError("the disk is full", "make room");
    };
    await expect(recorder.between(network(1, { check }))).rejects.toThrow("the disk is full");
  });
});
