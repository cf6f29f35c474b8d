/** Jobs on all threads. What they say to each other goes through control.ts; the other end is worker.ts. */
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
import type { Job, JobContext } from "./job.ts";
import type { EngineMemory } from "./memory.ts";
import type { SharedArray } from "./shared-array.ts";
import { readArguments, runBlocks, type WorkerSetup } from "./worker.ts";

export type Arguments<Name extends string> = Readonly<Record<Name, number>>;

/**
 * Runs jobs on all threads; the main thread takes its share. Calls are synchronous and return when
 * every block is done. It does not decide how work is cut: that is the job's, and must not depend on `threads`.
 */
export class WorkerPool {
  private readonly jobIndex = new Map<string, number>();
  private scratch: SharedArray<"uint8"> | undefined;
  private scratchStride = 0;

  private constructor(
    readonly threads: number,
    private readonly memory: EngineMemory,
    private readonly context: Omit<JobContext, "scratch">,
    private readonly control: Control,
    private readonly workers: readonly Worker[],
  ) {}

  static async open(
    threads: number,
    memory: EngineMemory,
    context: Omit<JobContext, "scratch">,
    setup: (thread: number, control: SharedArrayBuffer) => WorkerSetup,
  ): Promise<WorkerPool> {
    const control = openControl();
    const workers = await Promise.all(
      Array.from({ length: threads - 1 }, (_, i) => startWorker(setup(i + 1, control.buffer))),
    );
    return new WorkerPool(threads, memory, context, control, workers);
  }

  /**
   * Runs blocks 0 … blocks-1 of `job`.
   * @param scratchBytes private scratch memory each thread gets at `context.scratch`
   * @throws what a block threw
   */
  run<Name extends string>(job: Job<Name>, blocks: number, values: Arguments<Name>, scratchBytes = 0): void {
    this.prepare(job, values, scratchBytes);
    Atomics.store(this.control.slots, slot.blockCount, blocks);
    const helpers = Math.min(this.workers.length, blocks - 1);
    if (helpers > 0) this.announce(command.run);
    try {
      runBlocks(this.control, job as Job, this.ownContext());
    } catch (error) {
      Atomics.store(this.control.slots, slot.nextBlock, stop);
      throw error;
    } finally {
      if (helpers > 0) this.awaitWorkers();
    }
    this.rethrow();
  }

  /** Runs `job` once on each thread; `block` is the thread's number, 0 for the main thread. */
  runOnEach<Name extends string>(job: Job<Name>, values: Arguments<Name>, scratchBytes = 0): void {
    this.prepare(job, values, scratchBytes);
    if (this.workers.length > 0) this.announce(command.runOnEach);
    try {
      job.run(this.ownContext(), 0, readArguments(this.control, job as Job) as Arguments<Name>);
    } finally {
      if (this.workers.length > 0) this.awaitWorkers();
    }
    this.rethrow();
  }

  close(): void {
    for (const worker of this.workers) worker.terminate();
    if (this.scratch?.alive) this.scratch.free();
  }

  private prepare(job: Job<string>, values: Arguments<string>, scratchBytes: number): void {
    this.load(job);
    this.reserve(scratchBytes);
    const { slots, numbers } = this.control;
    job.argumentNames.forEach((name, i) => {
      numbers[i] = values[name]!;
    });
    Atomics.store(slots, slot.jobIndex, this.jobIndex.get(job.id)!);
    Atomics.store(slots, slot.nextBlock, 0);
    Atomics.store(slots, slot.failed, 0);
  }

  /** Makes the workers import the module that defines `job`. */
  private load(job: Job<string>): void {
    if (this.jobIndex.has(job.id)) return;
    const index = this.jobIndex.size;
    if (this.workers.length > 0) {
      Atomics.store(this.control.slots, slot.failed, 0);
      Atomics.store(this.control.slots, slot.jobIndex, index);
      writeText(this.control, JSON.stringify({ module: job.module, id: job.id }));
      this.announce(command.load);
      this.awaitWorkers();
      this.rethrow();
    }
    this.jobIndex.set(job.id, index);
  }

  /** A size that passed an integer on its way would be a small or a negative one here, and its addresses anybody's. */
  private reserve(bytes: number): void {
    if (!(Number.isSafeInteger(bytes) && bytes >= 0)) {
      throw new RangeError(`scratch memory of ${bytes} bytes is asked for`);
    }
    if (bytes <= this.scratchStride) return;
    const stride = Math.ceil(bytes / 4096) * 4096;
    const grown = this.memory.allocateUnscoped("uint8", stride * this.threads, "scratch of the workers");
    this.scratch?.free();
    this.scratch = grown;
    this.scratchStride = stride;
    this.control.slots[slot.scratch] = grown.pointer;
    this.control.slots[slot.scratchStride] = stride;
  }

  private announce(what: number): void {
    const { slots } = this.control;
    Atomics.store(slots, slot.finished, 0);
    Atomics.store(slots, slot.command, what);
    Atomics.add(slots, slot.generation, 1);
    Atomics.notify(slots, slot.generation);
  }

  private awaitWorkers(): void {
    const { slots } = this.control;
    for (;;) {
      const finished = Atomics.load(slots, slot.finished);
      if (finished === this.workers.length) return;
      waitForChange(slots, slot.finished, finished);
    }
  }

  private ownContext(): JobContext {
    return { ...this.context, scratch: this.scratch?.alive ? this.scratch.pointer : 0 };
  }

  private rethrow(): void {
    if (this.workers.length > 0 && Atomics.load(this.control.slots, slot.failed) !== 0) {
      throw new Error(`worker: ${readText(this.control)}`);
    }
  }
}

function startWorker(setup: WorkerSetup): Promise<Worker> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    worker.onmessage = () => {
      worker.unref();
      resolve(worker);
    };
    worker.onerror = (event) => reject(new Error(`a worker did not start: ${event.message}`));
    worker.postMessage(setup);
  });
}
