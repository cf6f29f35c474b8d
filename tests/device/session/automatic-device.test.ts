/** A card that was tried trains: on the adapter of this machine, whatever it computes on. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readMetrics } from "../../../src/run/metrics-log.ts";
import { deviceProbe } from "../../../src/session/device-probe.ts";
import { openDevice } from "../../../src/session/open-device.ts";
import { runTraining } from "../../../src/train/run-training.ts";
import { openFreshWebgpu, webgpuCase } from "../../support/every-device.ts";
import { openTinyRun, tinyConfig, withTinyEngine } from "../../support/tiny-training.ts";

/** A software adapter compiles its shaders for seconds. */
setDefaultTimeout(120_000);

test.skipIf(!webgpuCase.open)(
  `the trial's device trains on after it, as the own kernels do, on ${webgpuCase.title}`,
  async () => {
    await withTinyEngine(1, async (engine) => {
      const config = { ...tinyConfig({ steps: 5 }), blas: "auto" as const };
      const probe = {
        ...deviceProbe(engine, config),
        mayHaveGpu: () => true,
        secondsOfHybridStep: async () => 1000,
        openGpu: () => openFreshWebgpu(),
      };
      const device = await openDevice(engine, { config, steps: 5 }, probe);
      expect(device.name).toBe("webgpu");
      expect(device.description).toMatch(/ \([\d.]+ ms a step; hybrid 1000000 ms\), not bit-reproducible$/);
      const lossesOf = async (openTrainer: typeof device.openTrainer) => {
        const { experiment, directory } = openTinyRun(engine, tinyConfig({ steps: 5 }));
        await runTraining(engine, experiment, directory, { openTrainer });
        return readMetrics(directory.metricsPath).map(({ loss }) => loss!);
      };
      const [card, own] = [await lossesOf(device.openTrainer), await lossesOf(undefined)];
      device.close();
      expect(card).toHaveLength(5);
      for (const [i, loss] of card.entries()) expect(Math.abs(loss / own[i]! - 1)).toBeLessThan(1e-5);
    });
  },
);
