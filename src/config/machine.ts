/** Where and how to compute: settings that do not change what is computed, up to rounding. */
import { z } from "zod";
import { mostThreads } from "../most-threads.ts";
import { count, group, oneOf } from "../setting.ts";

export const machineShape = {
  device: oneOf("auto", "hybrid", "wasm", "webgpu", "cpu")
    .default("auto")
    .describe("what trains: own kernels, a backend of TensorFlow.js, or auto: a GPU where one is faster"),
  blas: oneOf("auto", "native", "wasm").default("auto").describe("dense products: system BLAS or own kernel"),
  workers: z
    .custom<"auto" | number>((value) => value === "auto" || count(1, mostThreads).safeParse(value).success, {
      error: `auto or an integer from 1 to ${mostThreads}`,
    })
    .default("auto")
    .describe("threads"),
};

const machineSettings = group(machineShape);
export type MachineSettings = z.output<typeof machineSettings>;
