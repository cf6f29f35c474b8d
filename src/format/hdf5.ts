/**
 * HDF5 files, read by the C library itself as WASM: numbers, texts and attributes by their paths. It is loaded when the first file is opened.
 * Not read: references, compound types, other files that a link leads to.
 */
import type { Dataset, File, Group } from "h5wasm/node";
import { oneArray, requireMemory } from "../memory-need.ts";
import { UserError } from "../user-error.ts";
import type { NumberArray } from "./array-file.ts";
import { elementCount, formatShape } from "./npy-array.ts";

/** Read together; what is larger comes in parts. */
const bytesAtOnce = 2 ** 26;
const mostTexts = 100_000;

/** @throws UserError when it is missing or damaged */
export async function openHdf5(path: string): Promise<Hdf5File> {
  const { File } = await openLibrary();
  return new Hdf5File(
    path,
    attempt(path, () => new File(path, "r")),
  );
}

type Library = typeof import("h5wasm/node");

/** Ends with the library that a damaged file brought down. */
let library: { readonly opened: Promise<Library>; dead: boolean } | undefined;
let loads = 0;

function openLibrary(): Promise<Library> {
  if (!library || library.dead) library = { opened: load(loads++), dead: false };
  return library.opened;
}

/** @param copy each number another instance, with a memory of its own */
async function load(copy: number): Promise<Library> {
  const path = Bun.resolveSync("h5wasm/node", import.meta.dir);
  const { error } = console;
  // The library keeps for good what it is to speak with, and speaks of nothing but its own end.
  Object.assign(console, { error: () => {} });
  try {
    const loaded: Library = await import(copy === 0 ? path : `${path}?${copy}`);
    (await loaded.ready).activate_throwing_error_handler();
    return loaded;
  } finally {
    Object.assign(console, { error });
  }
}

export class Hdf5File implements Disposable {
  constructor(
    readonly path: string,
    private readonly file: File,
  ) {}

  /** Names in a group, none where there is no group. */
  namesIn(group: string): string[] {
    const found = this.find(group);
    return isGroup(found) ? this.attempt(group, () => found.keys()) : [];
  }

  /** What is there; undefined for nothing, and for what only a link to elsewhere promises. */
  kindOf(place: string): "group" | "dataset" | undefined {
    const found = this.find(place);
    return isGroup(found) ? "group" : isDataset(found) ? "dataset" : undefined;
  }

  /** A text or a number that stands at a group or dataset, the first of several; undefined: there is none of that name. */
  attribute(place: string, name: string): string | number | undefined {
    return this.attempt(`${place}.${name}`, () => {
      const found = this.find(place);
      if (!isGroup(found) && !isDataset(found)) return undefined;
      const value: unknown = found.attrs[name]?.json_value;
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === "string" || typeof first === "number" ? first : undefined;
    });
  }

  shapeOf(place: string): readonly number[] | undefined {
    const found = this.find(place);
    return isDataset(found) ? this.attempt(place, () => found.shape ?? undefined) : undefined;
  }

  /** @throws UserError when it is missing, holds no numbers, or is damaged; the memory for it is asked for before */
  numbers(place: string): NumberArray {
    const name = `${this.path}:${place}`;
    const dataset = this.find(place);
    if (!isDataset(dataset)) throw new UserError(`${this.path} has no ${place}`, "name another file");
    const shape = this.attempt(place, () => dataset.shape) ?? [0];
    const count = elementCount(shape);
    requireMemory({
      what: `${name} with the shape ${formatShape(shape)}`,
      needs: [oneArray("its values as float64", 8 * count)],
      mend: "split it into smaller files",
    });
    const values = new Float64Array(count);
    this.attempt(place, () => {
      for (const [part, at] of partsOf(dataset, shape)) values.set(toNumbers(part, name), at);
    });
    return { name, shape, values };
  }

  /** @throws UserError when it is missing, holds no texts, or is damaged */
  texts(place: string): string[] {
    const dataset = this.find(place);
    const name = `${this.path}:${place}`;
    if (!isDataset(dataset)) throw new UserError(`${this.path} has no ${place}`, "name another file");
    return this.attempt(place, () => {
      const count = elementCount(dataset.shape ?? []);
      if (count > mostTexts) throw new UserError(`${name} holds ${count} texts`, "name another file");
      const { value } = dataset;
      const list: unknown[] = Array.isArray(value) ? value : [value];
      if (list.every((text) => typeof text === "string")) return list as string[];
      throw new UserError(`${name} holds no text`, "name another file");
    });
  }

  [Symbol.dispose](): void {
    // The library may be beyond closing anything, after a damaged file.
    try {
      this.file.close();
    } catch {}
  }

  private find(place: string) {
    return this.attempt(place, () => {
      // Of a path that ends too early the library speaks as of damage.
      const parts = place.split("/").filter((part) => part !== "");
      let found: ReturnType<Group["get"]> = this.file;
      for (const part of parts) {
        if (!isGroup(found) || !found.keys().includes(part)) return undefined;
        found = found.get(part);
      }
      return found;
    });
  }

  private attempt<T>(place: string, ask: () => T): T {
    return attempt(`${this.path}:${place}`, ask);
  }
}

const isGroup = (found: unknown): found is Group =>
  typeof found === "object" &&
  found !== null &&
  "type" in found &&
  ["Group", "File"].includes(String(found.type));
const isDataset = (found: unknown): found is Dataset =>
  typeof found === "object" && found !== null && "type" in found && found.type === "Dataset";

/** The values in runs of the first index, each with the number of its first value. */
function* partsOf(dataset: Dataset, shape: readonly number[]): Generator<[unknown, number]> {
  const [rows = 1, ...rest] = shape;
  const inRow = elementCount(rest);
  const together = Math.max(1, Math.floor(bytesAtOnce / (8 * Math.max(1, inRow))));
  if (rows <= together) {
    yield [dataset.value, 0];
    return;
  }
  for (let first = 0; first < rows; first += together) {
    yield [dataset.slice([[first, Math.min(rows, first + together)]]), first * inRow];
  }
}

function toNumbers(value: unknown, name: string): Float64Array {
  if (typeof value === "number" || typeof value === "bigint") return Float64Array.of(Number(value));
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) {
    return Float64Array.from(value as Iterable<bigint>, (each: unknown) => Number(each));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView) && "length" in value) {
    return Float64Array.from(value as unknown as ArrayLike<number>);
  }
  throw new UserError(`${name} holds no numbers`, "name another file");
}

/** Whatever the library throws, down to its own end, is the file's fault. */
function attempt<T>(what: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    // Its own end, or a trap in the middle of it: what it has in memory is worth nothing any more.
    if (library && (error instanceof WebAssembly.RuntimeError || said.includes("Aborted")))
      library.dead = true;
    throw /not registered|not available|plugin/i.test(said)
      ? new UserError(`${what} is compressed in a way that is not read`, "save it with gzip, or uncompressed")
      : new UserError(
          `${what} cannot be read: the HDF5 file is damaged`,
          "name another file, or write it again",
        );
  }
}
