/**
 * Makes a bundled checkpoint of a finished run: the weights without the optimizer, and the configuration beside them.
 *   bun checkpoints/bundle.ts RUN NAME [--half]
 * With --half the weights are rounded to half precision, which halves the file; constants never are.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printConfig } from "../src/config/sources.ts";
import type { NumericNpyArray } from "../src/format/npy-array.ts";
import { writeFileSafely } from "../src/format/safe-write.ts";
import { networkTensors, writeCheckpoint } from "../src/run/checkpoint.ts";
import { readNetwork } from "../src/session/saved-network.ts";
import { parametersOf } from "../src/session/subject.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { half: { type: "boolean" } } });
const [run, name] = positionals;
if (run === undefined || name === undefined) {
  throw new Error("usage: bun checkpoints/bundle.ts RUN NAME [--half]");
}
const saved = readNetwork(run, run);
const { checkpoint, config } = saved;
const weights = new Set(Object.values(parametersOf(saved)).map(({ stored }) => stored));

/** Nearest half-precision numbers of the weights. */
const halved = (tensors: ReadonlyMap<string, NumericNpyArray>): Map<string, NumericNpyArray> =>
  new Map(
    [...tensors].map(([key, tensor]) => [
      key,
      weights.has(key) && tensor.kind === "float32"
        ? { ...tensor, kind: "float16", data: new Float16Array(tensor.data) }
        : tensor,
    ]),
  );

const file = join(import.meta.dir, name);
const tensors = networkTensors(checkpoint);
writeCheckpoint(`${file}.safetensors`, config, checkpoint, values.half ? halved(tensors) : tensors, {
  force: true,
});
writeFileSafely(`${file}.yaml`, printConfig(config), { force: true });
