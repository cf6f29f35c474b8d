/** Typed arrays in the memory of an engine. They are made and freed in memory.ts. */
const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const;

export type Kind = keyof typeof constructors;
export type ViewOf<K extends Kind> = InstanceType<(typeof constructors)[K]>;

export const bytesPerElement = (kind: Kind): number => constructors[kind].BYTES_PER_ELEMENT;

/** What an array needs of the memory that it lies in. */
export interface ArrayMemory {
  readonly buffer: SharedArrayBuffer;
  release(array: SharedArray, address: number): void;
}

/**
 * A typed array in the engine's shared memory, row-major. `pointer` goes to kernels, `view` to TypeScript.
 * Both throw once the array is freed; take `view` anew after anything that may allocate, since growth replaces it.
 */
export class SharedArray<K extends Kind = Kind> {
  readonly length: number;
  private freed = false;
  private cached: ViewOf<K> | undefined;

  constructor(
    private readonly memory: ArrayMemory,
    readonly kind: K,
    readonly shape: readonly number[],
    readonly label: string,
    private readonly address: number,
    /** What this is a part of. */
    private readonly whole?: SharedArray,
  ) {
    this.length = shape.reduce((product, size) => product * size, 1);
  }

  get byteLength(): number {
    return this.length * bytesPerElement(this.kind);
  }

  get pointer(): number {
    this.assertAlive();
    return this.address;
  }

  get view(): ViewOf<K> {
    this.assertAlive();
    const buffer = this.memory.buffer;
    if ((this.cached?.buffer as unknown) !== buffer) {
      this.cached = new constructors[this.kind](
        buffer as unknown as ArrayBuffer,
        this.address,
        this.length,
      ) as ViewOf<K>;
    }
    return this.cached as ViewOf<K>;
  }

  /** Copies `values` in; throws when the lengths differ. */
  set(values: ArrayLike<number>): this {
    if (values.length !== this.length) {
      throw new RangeError(`${this.label} holds ${this.length} values, got ${values.length}`);
    }
    this.view.set(values);
    return this;
  }

  /** A copy outside the shared memory. */
  toArray(): ViewOf<K> {
    return this.view.slice() as ViewOf<K>;
  }

  /** The same numbers from `first` on, in another shape; there only as long as this array is. */
  part(first: number, shape: readonly number[], label = this.label): SharedArray<K> {
    const at = this.pointer + first * bytesPerElement(this.kind);
    const part = new SharedArray(this.memory, this.kind, shape, label, at, this);
    if (first < 0 || first + part.length > this.length) {
      throw new RangeError(`${label} [${shape.join(", ")}] from ${first} on is not in ${this.length} values`);
    }
    return part;
  }

  free(): void {
    this.assertAlive();
    if (this.whole) throw new Error(`${this.label} is a part of ${this.whole.label}, which is freed`);
    this.memory.release(this, this.address);
    this.freed = true;
    this.cached = undefined;
  }

  get alive(): boolean {
    return !this.freed && (this.whole?.alive ?? true);
  }

  private assertAlive(): void {
    if (!this.alive) throw new Error(`use after free: ${this.label} [${this.shape.join(", ")}]`);
  }
}
