import { resolveConfig } from "../../../src/config/resolve.ts";
import { readPreset } from "../../../src/config/sources.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { openDevice } from "../../../src/session/open-device.ts";
import { jobOf, settingsOf, sizesOf } from "../published-job.ts";
import type { Part } from "../result.ts";

/** Of a training that is worth a trial. */
const steps = 1e6;

export const automatic: Part = async ({ small, say }) => {
  for (const units of sizesOf(small)) {
    const engine = await openEngine();
    const tree = settingsOf(jobOf(small), units);
    const config = resolveConfig([readPreset("sorscher2019").layer, { origin: "bench", tree }]);
    const began = performance.now();
    const device = await openDevice(engine, { config, steps });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    say({ name: `auto, ${units} units`, value: `${device.description} (chosen in ${seconds} s)` });
    device.close();
    engine.close();
  }
};
