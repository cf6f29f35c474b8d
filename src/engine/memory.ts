/** The memory of an engine and its allocator. Which addresses are free is kept in free-list.ts. */
import { availableMemory } from "../available-memory.ts";
import { formatBytes } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import { FreeList } from "./free-list.ts";
import { type ArrayMemory, bytesPerElement, type Kind, SharedArray } from "./shared-array.ts";

const pageBytes = 65536;
const alignment = 64;
/** Static data of the kernels lies below; openEngine checks it against their heapBase(). */
export const heapStart = 1 << 20;
/** The limit of 32-bit WebAssembly: 4 GiB, less one page so that every end address fits 32 bits. */
export const addressLimitBytes = 65535 * pageBytes;

/**
 * The one shared memory all arrays of the engine live in, and its allocator.
 * It does not zero what it hands out unless asked: kernels overwrite.
 */
export class EngineMemory implements ArrayMemory {
  readonly wasm: WebAssembly.Memory;
  private readonly freeList: FreeList;
  private readonly scopes: Set<SharedArray>[] = [];
  private readonly debug: boolean;
  private usedBytes = 0;
  private highestBytes = 0;

  constructor(
    /** What all arrays together may take. */
    readonly limitBytes: number = addressLimitBytes,
    debug: boolean = process.env.ENTORHINAL_DEBUG === "1",
    /** Bytes that the machine can give. */
    private readonly available: () => number = availableMemory,
  ) {
    this.debug = debug;
    this.wasm = new WebAssembly.Memory({ initial: 32, maximum: 65536, shared: true });
    this.freeList = new FreeList(heapStart, this.buffer.byteLength);
  }

  get buffer(): SharedArrayBuffer {
    return this.wasm.buffer as unknown as SharedArrayBuffer;
  }

  /** `count` float32 numbers at an address, as a view: gone with the next growth. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.buffer as unknown as ArrayBuffer, address, count);
  }

  get used(): number {
    return this.usedBytes;
  }

  /** Bytes that are free without asking the machine for more. */
  get idle(): number {
    return this.buffer.byteLength - heapStart - this.usedBytes;
  }

  /** The largest number of bytes that were in use at once. */
  get peak(): number {
    return this.highestBytes;
  }

  /**
   * A new array of `kind` and `shape`, 64-byte aligned, content undefined.
   * @param label names the array in error messages: "hidden states", not "h".
   * @throws UserError when the memory limit is reached: what asked for how much.
   */
  allocate<K extends Kind>(kind: K, shape: number | readonly number[], label: string): SharedArray<K> {
    const array = this.allocateUnscoped(kind, shape, label);
    this.scopes.at(-1)?.add(array);
    return array;
  }

  /** Like `allocate`, but outlives every scope until it is freed by hand. */
  allocateUnscoped<K extends Kind>(
    kind: K,
    shape: number | readonly number[],
    label: string,
  ): SharedArray<K> {
    const sizes = typeof shape === "number" ? [shape] : shape;
    for (const size of sizes) {
      if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${label}: bad shape [${sizes}]`);
    }
    const elements = sizes.reduce((product, size) => product * size, 1);
    const bytes = this.rounded(elements * bytesPerElement(kind));
    const address = this.freeList.take(bytes) ?? this.grow(bytes, label);
    const array = new SharedArray(this, kind, sizes, label, address);
    this.usedBytes += bytes;
    this.highestBytes = Math.max(this.highestBytes, this.usedBytes);
    if (this.debug) this.poison(address, bytes);
    return array;
  }

  zeros<K extends Kind>(kind: K, shape: number | readonly number[], label: string): SharedArray<K> {
    const array = this.allocate(kind, shape, label);
    array.view.fill(0);
    return array;
  }

  /** A new array with the values of `values`. */
  from<K extends Kind>(
    kind: K,
    values: ArrayLike<number>,
    label: string,
    shape?: readonly number[],
  ): SharedArray<K> {
    return this.allocate(kind, shape ?? values.length, label).set(values);
  }

  /** Runs `body`; every array allocated in it is free afterwards, also when it throws. */
  scope<T>(body: () => T): T {
    this.scopes.push(new Set());
    try {
      return body();
    } finally {
      for (const array of this.scopes.pop()!) if (array.alive) array.free();
    }
  }

  /** The same for a body that waits. Nobody else may allocate until it is done. */
  async longScope<T>(body: () => Promise<T>): Promise<T> {
    const arrays = new Set<SharedArray>();
    this.scopes.push(arrays);
    try {
      return await body();
    } finally {
      this.scopes.splice(this.scopes.indexOf(arrays), 1);
      for (const array of arrays) if (array.alive) array.free();
    }
  }

  /** Called by SharedArray.free. */
  release(array: SharedArray, address: number): void {
    const bytes = this.rounded(array.byteLength);
    if (this.debug) this.poison(address, bytes);
    this.freeList.give(address, bytes);
    this.usedBytes -= bytes;
    for (const scope of this.scopes) scope.delete(array);
  }

  /** The memory was grown by somebody else: the new pages are free. */
  adoptGrowth(): void {
    this.freeList.extend(this.buffer.byteLength);
  }

  private rounded(bytes: number): number {
    return Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
  }

  private grow(bytes: number, label: string): number {
    const needed = bytes - this.freeList.tail();
    const pages = Math.ceil(needed / pageBytes);
    const wanted = this.buffer.byteLength + pages * pageBytes;
    if (wanted > this.limitBytes) throw this.exhausted(bytes, label);
    const left = this.available();
    if (pages * pageBytes > left) throw this.exhausted(bytes, label, left);
    try {
      this.wasm.grow(pages);
    } catch {
      throw this.exhausted(bytes, label, left);
    }
    this.adoptGrowth();
    return this.freeList.take(bytes)!;
  }

  /** @param left in the machine; undefined: it has enough, the limit is the engine's */
  private exhausted(bytes: number, label: string, left?: number): UserError {
    const use = `${formatBytes(this.usedBytes)} of ${formatBytes(this.limitBytes)} are in use`;
    return new UserError(
      `out of memory: ${label} asks for ${formatBytes(bytes)}, ${left === undefined ? use : `the machine has ${formatBytes(left)} left`}`,
      "use fewer units, place cells, trajectories per batch or time steps",
    );
  }

  /** NaN in every float, so that reading undefined content shows at once. */
  private poison(address: number, bytes: number): void {
    new Uint32Array(this.buffer as unknown as ArrayBuffer, address, bytes / 4).fill(0x7fc0dead);
  }
}
