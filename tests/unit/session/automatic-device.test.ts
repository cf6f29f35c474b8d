import { expect, test } from "bun:test";
import type { TfjsDevice } from "../../../src/engine/tfjs/tfjs-device.ts";
import { chooseDevice, type DeviceProbe } from "../../../src/session/automatic-device.ts";
import { openDevice } from "../../../src/session/open-device.ts";
import { tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

const manySteps = 10_000;

/** A machine whose card and processor take so many seconds a step; what was asked of it, in order. */
function machine(hybrid: number, gpu: number | undefined | Error) {
  const asked: string[] = [];
  const device: TfjsDevice = {
    name: "webgpu",
    description: "TensorFlow.js webgpu on a card",
    use() {},
    async settle() {},
    close: () => void asked.push("closed"),
  };
  const probe: DeviceProbe = {
    mayHaveGpu: () => {
      asked.push("presence");
      return true;
    },
    async secondsOfHybridStep() {
      asked.push("hybrid");
      return hybrid;
    },
    async openGpu() {
      asked.push("opened");
      return gpu === undefined ? undefined : device;
    },
    async secondsOfStepOn() {
      asked.push("gpu");
      if (gpu instanceof Error) throw gpu;
      return gpu!;
    },
  };
  return { probe, asked, device };
}

test("the card where it is faster, and open", async () => {
  const { probe, asked, device } = machine(0.04, 0.0021);
  expect(await chooseDevice({ steps: manySteps, blas: "auto" }, probe)).toEqual({
    gpu: device,
    why: "2.1 ms a step; hybrid 40 ms",
  });
  expect(asked).not.toContain("closed");
});

test("the own kernels where they are faster; the card is closed", async () => {
  const { probe, asked } = machine(0.04, 0.06);
  const { gpu, why } = await chooseDevice({ steps: manySteps, blas: "auto" }, probe);
  expect([gpu, why]).toEqual([undefined, "40 ms a step; TensorFlow.js webgpu on a card 60 ms"]);
  expect(asked.at(-1)).toBe("closed");
});

test("a training of a few seconds does not open a card", async () => {
  const { probe, asked } = machine(0.04, 0.001);
  const { gpu, why } = await chooseDevice({ steps: 200, blas: "auto" }, probe);
  expect([gpu, why]).toEqual([undefined, "40 ms a step, over before a GPU is ready"]);
  expect(asked).toEqual(["presence", "hybrid"]);
});

test("without a card nothing is tried", async () => {
  const { probe, asked } = machine(1, undefined);
  const none = { ...probe, mayHaveGpu: () => false };
  expect((await chooseDevice({ steps: manySteps, blas: "auto" }, none)).why).toBe("no hardware GPU");
  expect(asked).toEqual([]);
  // One that seemed to be there, as a driver for a card that is not.
  expect(await chooseDevice({ steps: manySteps, blas: "auto" }, probe)).toEqual({
    gpu: undefined,
    why: "no hardware GPU",
  });
});

test("a card that fails is not used: what it said is told, and it is closed", async () => {
  const { probe, asked } = machine(1, new Error("the device was lost\n  at …"));
  const { gpu, why } = await chooseDevice({ steps: manySteps, blas: "auto" }, probe);
  expect([gpu, why]).toEqual([undefined, "the GPU fails: the device was lost"]);
  expect(asked.at(-1)).toBe("closed");
});

test("whoever names the products of the own kernels gets those kernels, with their bits", async () => {
  const { probe, asked } = machine(0.04, 0.001);
  const { gpu, why } = await chooseDevice({ steps: manySteps, blas: "wasm" }, probe);
  expect([gpu, why, asked]).toEqual([undefined, "as blas is wasm", ["presence"]]);
});

test("a run goes on with what it began with, without trying", async () => {
  const { probe, asked, device } = machine(0.04, 0.06);
  expect(await chooseDevice({ steps: manySteps, before: "hybrid", blas: "auto" }, probe)).toEqual({
    gpu: undefined,
    why: "as before",
  });
  expect(await chooseDevice({ steps: manySteps, before: "webgpu", blas: "auto" }, probe)).toEqual({
    gpu: device,
    why: "as before",
  });
  expect(asked).toEqual(["presence", "opened"]);
  const gone = machine(0.04, undefined).probe;
  expect((await chooseDevice({ steps: manySteps, before: "webgpu", blas: "auto" }, gone)).why).toBe(
    "no hardware GPU; webgpu before",
  );
});

test("a training says what it runs on and why, in a line", async () => {
  await withTinyEngine(1, async (engine) => {
    const config = { ...tinyConfig(), blas: "auto" as const };
    expect(config.device).toBe("auto");
    const of = async (hybrid: number, gpu: number | undefined) => {
      const { probe } = machine(hybrid, gpu);
      const { name, description } = await openDevice(engine, { config, steps: manySteps }, probe);
      return [name, description];
    };
    expect(await of(0.04, undefined)).toEqual([
      "hybrid",
      "hybrid (no hardware GPU), 1 thread, WASM kernels, bit-reproducible",
    ]);
    expect(await of(0.04, 0.012)).toEqual([
      "webgpu",
      "TensorFlow.js webgpu on a card (12 ms a step; hybrid 40 ms), not bit-reproducible",
    ]);
  });
});
