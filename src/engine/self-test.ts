/** Whether all threads and the main one see the same memory, also after it has grown. */
import { defineJob } from "./job.ts";
import type { EngineMemory } from "./memory.ts";
import type { WorkerPool } from "./pool.ts";

const wordsPerThread = 1024;

const writePattern = defineJob(import.meta.url, "self-test", ["target", "seed"], (context, thread, a) => {
  context.kernels.writePattern(a.target + thread * wordsPerThread * 4, wordsPerThread, a.seed + thread);
});

/** Pattern the kernel writes: seed + i, as int32. */
function firstWrong(view: Int32Array, threads: number, seed: number): number {
  for (let i = 0; i < threads * wordsPerThread; i++) {
    const expected = seed + Math.floor(i / wordsPerThread) + (i % wordsPerThread);
    if (view[i] !== expected) return Math.floor(i / wordsPerThread);
  }
  return -1;
}

/**
 * Checks that what WebAssembly writes on one thread is seen on the main thread, before and after the memory grows.
 * @returns undefined when all is well, else what failed
 */
export function selfTest(memory: EngineMemory, pool: WorkerPool): string | undefined {
  const before = check(memory, pool, 1_000_000);
  if (before) return before;
  memory.wasm.grow(1);
  memory.adoptGrowth();
  const after = check(memory, pool, 2_000_000);
  return after ? `${after}, after the memory grew` : undefined;
}

function check(memory: EngineMemory, pool: WorkerPool, seed: number): string | undefined {
  return memory.scope(() => {
    const target = memory.zeros("int32", pool.threads * wordsPerThread, "self-test pattern");
    pool.runOnEach(writePattern, { target: target.pointer, seed });
    const thread = firstWrong(target.view, pool.threads, seed);
    return thread < 0 ? undefined : `what thread ${thread} wrote was not seen by the main thread`;
  });
}
