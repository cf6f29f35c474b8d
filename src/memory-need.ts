/** What is going to take memory, said before it is taken, and refused in one line where it does not fit. */
import { availableMemory } from "./available-memory.ts";
import { UserError } from "./user-error.ts";

/** Something large, and what its size comes from. */
export interface MemoryNeed {
  readonly label: string;
  readonly bytes: number;
  /** Settings and flags to lower, as a user writes them. */
  readonly settings: readonly string[];
  /** `heap`: outside of the engine's memory; `array`: there, in one piece. */
  readonly where?: "engine" | "heap" | "array" | undefined;
}

/** What has a limit of its own besides the machine's: the memory of an engine. */
export interface LimitedMemory {
  readonly limitBytes: number;
  readonly used: number;
  /** What it holds and does not use: the machine has given that already. */
  readonly idle?: number | undefined;
}

export interface MemoryRequest {
  /** The subject of the sentence: "training", "scoring 12 maps". */
  readonly what: string;
  readonly needs: readonly MemoryNeed[];
  /** Where needs go that are not of the heap. */
  readonly memory?: LimitedMemory | undefined;
  /** Bytes that the machine can give; it is asked when they are many. */
  readonly available?: number | undefined;
  /** What to do, where nothing can be lowered. */
  readonly mend?: string | undefined;
  /** What could be lowered until it fits: "--bins", what it is, and what is needed with another. */
  readonly growing?:
    | {
        readonly name: string;
        readonly value: number;
        readonly least: number;
        needsAt(value: number): readonly MemoryNeed[];
      }
    | undefined;
}

/** "512 KiB", "1.5 MiB", "3.25 GiB"; beyond all measure is "more than 1024 TiB". */
export function formatBytes(bytes: number): string {
  if (bytes > 2 ** 50) return "more than 1024 TiB";
  if (bytes >= 2 ** 40) return `${(bytes / 2 ** 40).toFixed(2)} TiB`;
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${Math.ceil(bytes / 1024)} KiB`;
}

/** No array of the heap is larger. */
export const largestArrayBytes = 2 ** 32;

/** One array of the heap. */
export const oneArray = (label: string, bytes: number, settings: readonly string[] = []): MemoryNeed => ({
  ...{ label, bytes, settings },
  where: "array",
});

/** Whatever the heap holds in small pieces. */
export const onHeap = (label: string, bytes: number, settings: readonly string[] = []): MemoryNeed => ({
  ...{ label, bytes, settings },
  where: "heap",
});

const largestShown = 2;
/** Less is not worth asking the machine for. */
const smallBytes = 8 * 2 ** 20;

/** @throws UserError naming the largest needs, their sum, what can be had, and what would fit or what to lower */
export function requireMemory(request: MemoryRequest): void {
  const { what, needs, memory, growing } = request;
  const small = needs.reduce((sum, { bytes }) => sum + bytes, 0) <= smallBytes;
  const available = request.available ?? (small ? Number.POSITIVE_INFINITY : availableMemory());
  const shortage = shortageOf(needs, memory, available);
  if (!shortage) return;
  const sorted = needs.toSorted((a, b) => b.bytes - a.bytes);
  const largest = sorted
    .slice(0, largestShown)
    .map(({ label, bytes }) => `${formatBytes(bytes)} for ${label}`)
    .join(", ");
  const fitting =
    growing && largestFitting(growing, (value) => !shortageOf(growing.needsAt(value), memory, available));
  const lower = sorted[0]!.settings.join(", ");
  throw new UserError(
    `${what} needs ${formatBytes(shortage.wanted)} of memory, ${formatBytes(shortage.free)} can be had: ${largest}`,
    fitting !== undefined
      ? `${growing!.name} ${fitting} would fit`
      : lower === ""
        ? (request.mend ?? "close other programs, or use a machine with more memory")
        : `lower ${lower}`,
  );
}

interface Shortage {
  readonly wanted: number;
  readonly free: number;
}

/** The machine's, the engine's or that of one array, whichever is worst; undefined: all fits. */
function shortageOf(
  needs: readonly MemoryNeed[],
  memory: LimitedMemory | undefined,
  available: number,
): Shortage | undefined {
  const sum = (part: readonly MemoryNeed[]) => part.reduce((total, { bytes }) => total + bytes, 0);
  const isOfEngine = ({ where = "engine" }: MemoryNeed) => where === "engine";
  const engine = sum(needs.filter(isOfEngine));
  const heap = sum(needs.filter((need) => !isOfEngine(need)));
  const idle = Math.min(memory?.idle ?? 0, engine);
  const ofEngine = {
    wanted: engine,
    free: memory ? memory.limitBytes - memory.used : Number.POSITIVE_INFINITY,
  };
  const ofMachine = { wanted: engine + heap, free: available + idle };
  const arrays = needs.filter(({ where }) => where === "array").map(({ bytes }) => bytes);
  const ofArrays = { wanted: Math.max(0, ...arrays), free: largestArrayBytes };
  const missing = ({ wanted, free }: Shortage) => wanted - free;
  const [worst] = [ofMachine, ofEngine, ofArrays].toSorted((a, b) => missing(b) - missing(a));
  return missing(worst!) > 0 ? worst : undefined;
}

/** By halving; undefined when not even the least fits. */
function largestFitting(
  { value, least }: { readonly value: number; readonly least: number },
  fits: (value: number) => boolean,
): number | undefined {
  if (!fits(least)) return undefined;
  let [low, high] = [least, value];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
