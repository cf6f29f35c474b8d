import { readPreset } from "../../../src/config/sources.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import * as tf from "../../../src/engine/tfjs/tf.ts";
import { tfjsTrainer } from "../../../src/train/tfjs-trainer.ts";
import { openTrained } from "../../open-training.ts";
import { openCard } from "../open-card.ts";
import { settingsOf } from "../published-job.ts";
import type { Part } from "../result.ts";

const tinyJob = { batchSize: 8, sequenceLength: 5, placeCells: 32 };
const samples = 10;
/** Growth between the third sample and the last one that is not called flat. */
const flatMegabytes = 32;

/** What the backend of webgpu adds to tfjs's own counts. */
interface CardMemory extends tf.MemoryInfo {
  readonly numBytesInGPU?: number;
  readonly numBytesAllocatedInGPU?: number;
}

const megabytes = (bytes: number): number => bytes / 2 ** 20;

const now = () => {
  const { numTensors, numBytesInGPU = 0, numBytesAllocatedInGPU = 0 }: CardMemory = tf.memory();
  Bun.gc(true);
  const { rss, heapUsed } = process.memoryUsage();
  return {
    tensors: numTensors,
    cardMegabytes: megabytes(numBytesInGPU),
    allocatedOnCardMegabytes: megabytes(numBytesAllocatedInGPU),
    heapMegabytes: megabytes(heapUsed),
    residentMegabytes: megabytes(rss),
  };
};

export const flatMemory: Part = async ({ small, say }) => {
  const steps = small ? 20 : 2000;
  const device = await openCard();
  const engine = await openEngine();
  const layers = [readPreset("quick").layer, { origin: "bench", tree: settingsOf(tinyJob, 16) }];
  const { experiment, state } = openTrained(engine, layers);
  const trainer = await tfjsTrainer(device)(engine, experiment, state);
  const seen: ReturnType<typeof now>[] = [];
  for (let step = 0; step < steps; step++) {
    await trainer.step(step);
    if ((step + 1) % (steps / samples) === 0) seen.push(now());
  }
  const [third, last] = [seen[2]!, seen.at(-1)!];
  say({ name: `samples in ${steps} steps`, value: seen.length, document: seen });
  for (const key of ["tensors", "cardMegabytes"] as const) {
    say({ name: key, value: last[key], passes: seen.every((sample) => sample[key] === third[key]) });
  }
  for (const key of ["allocatedOnCardMegabytes", "heapMegabytes", "residentMegabytes"] as const) {
    const growth = last[key] - third[key];
    say({ name: key, value: last[key] });
    say({ name: `${key}, growth`, value: growth, passes: growth < flatMegabytes });
  }
  trainer.close();
  device.close();
  engine.close();
};
