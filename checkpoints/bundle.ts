/**
 * Makes a bundled checkpoint of a finished run: the weights without the optimizer, and the configuration beside them.
 *   bun checkpoints/bundle.ts RUN NAME
 */
import { join } from "node:path";
import { printConfig } from "../src/config/sources.ts";
import { writeFileSafely } from "../src/format/safe-write.ts";
import { networkTensors, writeCheckpoint } from "../src/run/checkpoint.ts";
import { readNetwork } from "../src/session/saved-network.ts";

const [run, name] = process.argv.slice(2);
if (run === undefined || name === undefined) throw new Error("usage: bun checkpoints/bundle.ts RUN NAME");
const { checkpoint, config } = readNetwork(run, run);
const file = join(import.meta.dir, name);
writeCheckpoint(`${file}.safetensors`, config, checkpoint, networkTensors(checkpoint), { force: true });
writeFileSafely(`${file}.yaml`, printConfig(config), { force: true });
