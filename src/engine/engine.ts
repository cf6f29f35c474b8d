/** Opens what computations need, and closes it: memory, kernels, threads, a BLAS. */
import { availableParallelism } from "node:os";
import { onHeap, requireMemory } from "../memory-need.ts";
import { mostThreads } from "../most-threads.ts";
import { UserError } from "../user-error.ts";
import { nativeMatmul } from "./blas.ts";
import { type Blas, type FoundBlas, lookForBlas, type RefusedBlas } from "./find-blas.ts";
import { compileKernels, instantiateKernels, type Kernels } from "./kernels.ts";
import { type Matmul, wasmMatmul } from "./matmul.ts";
import { EngineMemory, heapStart } from "./memory.ts";
import { WorkerPool } from "./pool.ts";
import { selfTest } from "./self-test.ts";

export type BlasChoice = "auto" | "native" | "wasm";

export interface EngineOptions {
  /** Threads, the main one included; default: all cores. */
  readonly workers?: number | undefined;
  readonly blas?: BlasChoice | undefined;
  readonly memoryLimitBytes?: number | undefined;
}

/** A thread's stack, its copy of the program and its own heap: measured 2.6 MiB when it starts, more with each job. */
const bytesPerThread = 6 * 2 ** 20;

/** Everything a computation needs of the machine. Open one, pass it along, close it. */
export interface Engine {
  readonly memory: EngineMemory;
  readonly kernels: Kernels;
  readonly pool: WorkerPool;
  /** Dense products on the main thread. */
  readonly matmul: Matmul;
  readonly blas: Blas | undefined;
  /** Libraries that were found and cannot be used. */
  readonly refusedBlas: readonly RefusedBlas[];
  /** Why fewer threads are used than asked for; undefined when all is well. */
  readonly threadTrouble: string | undefined;
  close(): void;
}

/**
 * Compiles the kernels, starts the workers and tests them.
 * @throws UserError when the kernels are not built, `blas` is "native" and there is none, or memory lacks for the threads
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const module = compileKernels();
  const memory = new EngineMemory(options.memoryLimitBytes);
  const kernels = instantiateKernels(module, memory.wasm);
  if (kernels.heapBase() > heapStart) throw new Error("static data of the kernels reaches into the heap");
  const { blas, refused } = chooseBlas(options.blas ?? "auto");
  const threads = options.workers ?? Math.min(availableParallelism(), mostThreads);
  const packingBytes = kernels.matmulPackingBytes();
  requireThreads(threads, packingBytes);

  const packing = memory.allocateUnscoped("uint8", packingBytes * threads, "packing buffers");
  const packingOf = (thread: number) => packing.pointer + thread * packingBytes;
  const matmul = blas ? nativeMatmul(blas.path, memory.wasm) : wasmMatmul(kernels, packingOf(0));
  const context = { kernels, matmul };
  const openPool = (count: number) =>
    WorkerPool.open(count, memory, context, (thread, control) => ({
      module,
      memory: memory.wasm,
      control,
      thread,
      packing: packingOf(thread),
      blasPath: blas?.path,
    }));

  let pool = await openPool(threads);
  const threadTrouble = threads > 1 ? selfTest(memory, pool) : undefined;
  if (threadTrouble) {
    pool.close();
    pool = await openPool(1);
  }
  return {
    memory,
    kernels,
    pool,
    matmul,
    blas,
    refusedBlas: refused,
    threadTrouble,
    close: () => pool.close(),
  };
}

/** @throws UserError saying how many there is memory for */
function requireThreads(threads: number, packingBytes: number): void {
  if (threads > mostThreads) throw new RangeError(`${threads} threads, at most ${mostThreads} are possible`);
  const needsAt = (count: number) => [
    onHeap("threads", count * (bytesPerThread + packingBytes), ["--workers"]),
  ];
  const growing = { name: "--workers", value: threads, least: 1, needsAt };
  requireMemory({ what: `an engine of ${threads} threads`, needs: needsAt(threads), growing });
}

function chooseBlas(choice: BlasChoice): FoundBlas {
  if (choice === "wasm") return { blas: undefined, refused: [] };
  const found = lookForBlas();
  if (found.blas || choice === "auto") return found;
  const [refused] = found.refused;
  throw new UserError(
    refused ? `the BLAS library ${refused.path} ${refused.why}` : "no BLAS library was found",
    process.platform === "linux"
      ? "install one (Debian, Ubuntu: apt install libopenblas0-pthread), set ENTORHINAL_BLAS=path, or use --blas wasm"
      : "set ENTORHINAL_BLAS=path, or use --blas wasm",
  );
}
