/** NumPy's legacy generator, for parity with published runs. Everything else draws by counter: engine/random.ts. */
import { UserError } from "../user-error.ts";

const size = 624;
const middle = 397;

/**
 * NumPy's legacy global generator (`numpy.random.seed`, `uniform`, `normal`, `rayleigh`), number for number; for parity with
 * published runs only. MT19937 of Matsumoto and Nishimura 1998; normal numbers by the polar method of Marsaglia, of which
 * one of two is kept for the next call.
 */
export class NumpyRandom {
  private readonly state = new Uint32Array(size);
  private at = size;
  private keptNormal: number | undefined;

  /** @throws UserError when `seed` is not a whole number from 0 to 2^32 - 1, which is what NumPy takes */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new UserError(`NumPy seed ${seed} is out of range`, "use a whole number from 0 to 4294967295", 2);
    }
    this.state[0] = seed;
    for (let i = 1; i < size; i++) {
      const previous = this.state[i - 1]! ^ (this.state[i - 1]! >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** Uniform in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * this.double();
  }

  normal(mean: number, deviation: number): number {
    return mean + deviation * this.gauss();
  }

  rayleigh(scale: number): number {
    return scale * Math.sqrt(-2 * Math.log1p(-this.double()));
  }

  /** `count` numbers of `draw`, in order. */
  static array(count: number, draw: () => number): Float64Array {
    return Float64Array.from({ length: count }, draw);
  }

  /** 53 bits in [0, 1). */
  private double(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  private gauss(): number {
    if (this.keptNormal !== undefined) {
      const kept = this.keptNormal;
      this.keptNormal = undefined;
      return kept;
    }
    let x: number;
    let y: number;
    let squared: number;
    do {
      x = 2 * this.double() - 1;
      y = 2 * this.double() - 1;
      squared = x * x + y * y;
    } while (squared >= 1 || squared === 0);
    const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
    this.keptNormal = factor * x;
    return factor * y;
  }

  private word(): number {
    if (this.at === size) this.twist();
    let y = this.state[this.at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }
}
