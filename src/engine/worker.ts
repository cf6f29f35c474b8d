/** Entry of a worker thread: waits for commands, runs its share of the blocks. Holds no state of its own. */
import { nativeMatmul } from "./blas.ts";
import {
  type Control,
  command,
  openControl,
  readText,
  slot,
  stop,
  waitForChange,
  writeText,
} from "./control.ts";
import { findJob, type Job, type JobContext } from "./job.ts";
import { instantiateKernels } from "./kernels.ts";
import { wasmMatmul } from "./matmul.ts";

export interface WorkerSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly thread: number;
  readonly packing: number;
  readonly blasPath: string | undefined;
}

/** Decodes the arguments of the current job; the object is what `Job.run` receives. */
export function readArguments(control: Control, job: Job): Record<string, number> {
  const values: Record<string, number> = {};
  job.argumentNames.forEach((name, i) => {
    values[name] = control.numbers[i]!;
  });
  return values;
}

/** Takes blocks from the common counter until none is left. */
export function runBlocks(control: Control, job: Job, context: JobContext): void {
  const values = readArguments(control, job);
  const count = Atomics.load(control.slots, slot.blockCount);
  for (;;) {
    const block = Atomics.add(control.slots, slot.nextBlock, 1);
    if (block >= count) return;
    job.run(context, block, values);
  }
}

async function serve(setup: WorkerSetup): Promise<never> {
  const control = openControl(setup.control);
  const { slots } = control;
  const kernels = instantiateKernels(setup.module, setup.memory);
  const matmul = setup.blasPath
    ? nativeMatmul(setup.blasPath, setup.memory)
    : wasmMatmul(kernels, setup.packing);
  const jobs: Job[] = [];
  let generation = 0;
  postMessage("ready");
  for (;;) {
    waitForChange(slots, slot.generation, generation);
    generation = Atomics.load(slots, slot.generation);
    try {
      const scratch = slots[slot.scratch]! + setup.thread * slots[slot.scratchStride]!;
      const context = { kernels, matmul, scratch: scratch >>> 0 };
      const index = slots[slot.jobIndex]!;
      if (slots[slot.command] === command.load) {
        const { module, id } = JSON.parse(readText(control)) as Pick<Job, "module" | "id">;
        await import(module);
        jobs[index] = findJob(id);
      } else if (slots[slot.command] === command.run) {
        runBlocks(control, jobs[index]!, context);
      } else {
        jobs[index]!.run(context, setup.thread, readArguments(control, jobs[index]!));
      }
    } catch (error) {
      if (Atomics.exchange(slots, slot.failed, 1) === 0) {
        writeText(control, error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
      }
      Atomics.store(slots, slot.nextBlock, stop);
    }
    Atomics.add(slots, slot.finished, 1);
    Atomics.notify(slots, slot.finished);
  }
}

if (!Bun.isMainThread) {
  addEventListener("message", (event: MessageEvent<WorkerSetup>) => {
    void serve(event.data);
  });
}
