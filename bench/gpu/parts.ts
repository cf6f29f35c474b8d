/** What is checked on a machine with a card, the most important first. */
import type { Part } from "./result.ts";

export interface PlannedPart {
  readonly name: string;
  readonly what: string;
  /** Longest that it may take, s. */
  readonly seconds: number;
  /** It is not begun with less. */
  readonly leastSeconds: number;
  load(): Promise<Part>;
}

export const parts: readonly PlannedPart[] = [
  {
    name: "doctor",
    what: "what entorhinal doctor says",
    ...{ seconds: 30, leastSeconds: 5 },
    load: async () => (await import("./parts/doctor.ts")).doctor,
  },
  {
    name: "reference",
    what: "ten training steps beside PyTorch's stored ones",
    ...{ seconds: 60, leastSeconds: 10 },
    load: async () => (await import("./parts/reference.ts")).reference,
  },
  {
    name: "webgpu",
    what: "a training step on the card",
    ...{ seconds: 60, leastSeconds: 10 },
    load: async () => (await import("./parts/step-times.ts")).webgpuSteps,
  },
  {
    name: "torch",
    what: "the same in PyTorch on the same card",
    ...{ seconds: 80, leastSeconds: 15 },
    load: async () => (await import("./parts/torch.ts")).torch,
  },
  {
    name: "memory",
    what: "a long training with flat memory",
    ...{ seconds: 60, leastSeconds: 10 },
    load: async () => (await import("./parts/flat-memory.ts")).flatMemory,
  },
  {
    name: "quick",
    what: "the preset quick, trained on the card, to its numbers",
    ...{ seconds: 100, leastSeconds: 40 },
    load: async () => (await import("./parts/quick.ts")).quick,
  },
  {
    name: "hybrid",
    what: "a training step by the own kernels",
    ...{ seconds: 40, leastSeconds: 10 },
    load: async () => (await import("./parts/step-times.ts")).hybridSteps,
  },
  {
    name: "best",
    what: "what the card does at best, through TensorFlow.js",
    ...{ seconds: 20, leastSeconds: 5 },
    load: async () => (await import("./parts/best.ts")).best,
  },
  {
    name: "auto",
    what: "what the device auto takes",
    ...{ seconds: 40, leastSeconds: 10 },
    load: async () => (await import("./parts/automatic.ts")).automatic,
  },
];

export const partNames: readonly string[] = parts.map(({ name }) => name);
