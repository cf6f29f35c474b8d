/** Work that is cut into blocks, and the names by which the threads know it. Who runs which block is decided in pool.ts. */
import { maximumArguments } from "./control.ts";
import type { Kernels } from "./kernels.ts";
import type { Matmul } from "./matmul.ts";

/** What a block of a job may use, on whichever thread it runs. */
export interface JobContext {
  readonly kernels: Kernels;
  readonly matmul: Matmul;
  /** Address of this thread's private scratch memory, 64-byte aligned; the size is what `run` asked for. */
  readonly scratch: number;
}

/**
 * Work cut into independent blocks. `run` must depend on `block` and `args` only, never on the thread,
 * so that results are the same for any number of workers.
 */
export interface Job<Name extends string = string> {
  readonly id: string;
  /** URL of the module that defines it: workers import it before the first run. */
  readonly module: string;
  readonly argumentNames: readonly Name[];
  readonly run: (context: JobContext, block: number, args: Readonly<Record<Name, number>>) => void;
}

const registry = new Map<string, Job>();

/**
 * Declares a job; call it at the top level of a module.
 * @param module `import.meta.url` of the calling module
 * @param argumentNames pointers and numbers the blocks need; all travel as float64
 * @throws RangeError when there are more of them than the workers' block of memory has room for
 */
export function defineJob<const Names extends readonly string[]>(
  module: string,
  name: string,
  argumentNames: Names,
  run: Job<Names[number]>["run"],
): Job<Names[number]> {
  if (argumentNames.length > maximumArguments) {
    throw new RangeError(
      `the job ${name} has ${argumentNames.length} arguments; there is room for ${maximumArguments}`,
    );
  }
  const id = `${name}@${module}`;
  const job: Job<Names[number]> = { id, module, argumentNames, run };
  registry.set(id, job as unknown as Job);
  return job;
}

export function findJob(id: string): Job {
  const job = registry.get(id);
  if (!job) throw new Error(`no job ${id}`);
  return job;
}
