/**
 * Makes a bundled checkpoint of a finished run: the weights without the optimizer, and the configuration beside them.
 *   bun checkpoints/bundle.ts RUN NAME
 */
import { join } from "node:path";
import { printConfig } from "../src/config/sources.ts";
import { writeFileSafely } from "../src/format/safe-write.ts";
import { writeSafetensors } from "../src/format/safetensors.ts";
import { readNetwork } from "../src/session/open-network.ts";

const [run, name] = process.argv.slice(2);
if (run === undefined || name === undefined) throw new Error("usage: bun checkpoints/bundle.ts RUN NAME");
const { checkpoint, config } = readNetwork(run, run);
const { tensors, metadata } = checkpoint.file;
const weights = new Map([...tensors].filter(([tensor]) => !tensor.startsWith("adam.")));
const file = join(import.meta.dir, name);
writeFileSafely(`${file}.safetensors`, writeSafetensors(weights, metadata), { force: true });
writeFileSafely(`${file}.yaml`, printConfig(config), { force: true });
