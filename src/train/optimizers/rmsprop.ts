/** What the three RMSProps share: two arrays beside the weights, and a kernel with one order of arguments. */
import type { Job } from "../../engine/job.ts";
import type { UpdateNumbers } from "../../tasks/optimizer-settings.ts";
import { chunksOf, partOf } from "./chunks.ts";
import type { OptimizerKind } from "./optimizer.ts";

export const rmspropArguments = [
  ...(["weights", "gradient", "squares", "buffer", "count"] as const),
  ...(["rate", "squareDecay", "complement", "momentum", "epsilon", "gradientScale", "limit"] as const),
] as const;
type Argument = (typeof rmspropArguments)[number];

type Kernel = (...numbers: readonly [...Numbers<12>]) => void;
type Numbers<Count extends number, Row extends number[] = []> = Row["length"] extends Count
  ? Row
  : Numbers<Count, [...Row, number]>;

/** One block of an array. */
export function runChunk(kernel: Kernel, block: number, a: Readonly<Record<Argument, number>>): void {
  const { offset, part } = partOf(block, a.count);
  // biome-ignore format: arrays, then numbers
  kernel(a.weights + offset, a.gradient + offset, a.squares + offset, a.buffer + offset, part,
    a.rate, a.squareDecay, a.complement, a.momentum, a.epsilon, a.gradientScale, a.limit);
}

/**
 * An update by such a kernel.
 * @param slots what the running squares and the momentum are called
 * @param push what the kernel takes for the rate
 */
export const rmspropUpdate =
  (
    job: Job<Argument>,
    slots: { readonly squares: string; readonly buffer: string },
    push: (rate: number, numbers: UpdateNumbers) => number = (rate) => rate,
  ): OptimizerKind["update"] =>
  (engine, layout, weights, gradients, state, by) => {
    state.updates++;
    const { squareDecay, momentum, epsilon, gradientScale } = by;
    for (const parameter of Object.values(layout)) {
      const { name } = parameter;
      const count = weights[name]!.length;
      engine.pool.run(job, chunksOf(count), {
        ...{ squareDecay, complement: 1 - squareDecay, momentum, epsilon, gradientScale, count },
        rate: push(by.rate(parameter), by),
        limit: by.limit(parameter),
        weights: weights[name]!.pointer,
        gradient: gradients[name]!.pointer,
        squares: state.slots[slots.squares]![name]!.pointer,
        buffer: state.slots[slots.buffer]![name]!.pointer,
      });
    }
  };
