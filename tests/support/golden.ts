import { existsSync } from "node:fs";
import { join } from "node:path";
import { readNpy } from "../../src/format/npy.ts";
import { elementCount, type NpyArray, numbersOf } from "../../src/format/npy-array.ts";
import { readNpz } from "../../src/format/npz.ts";
import { readFileBytes } from "../../src/format/read-file.ts";

const shared = join(import.meta.dir, "../../../shared/golden");
const bundled = join(import.meta.dir, "../golden/data");

/** What every clone has. */
const alwaysThere = [
  ...[
    "banino_lstm",
    "gridness_20bins",
    "gru_training",
    "lagged_gridness",
    "lstm_training",
    "place_cells",
    "rnn_training_relu",
    "rnn_training_tanh",
  ],
  ...["capped", "default", "periodic", "rectangular", "steered"].map((name) => `trajectory_${name}`),
].map((name) => `${name}.npz`);

/**
 * Path of a reference file: the full set beside the repository when it is there, else the bundled part, else undefined.
 * @throws Error when a bundled file is missing: its tests fail, they are not skipped
 */
export function goldenPath(file: string): string | undefined {
  const found = [join(shared, file), join(bundled, file)].find((path) => existsSync(path));
  if (found === undefined && alwaysThere.includes(file)) throw new Error(`the bundled ${file} is missing`);
  return found;
}

/** The arrays of one reference file. */
export interface Golden {
  /** Row-major values, float32 and integers exactly. */
  numbers(name: string): Float64Array;
  /** The one value of an array with a single element. */
  number(name: string): number;
  shape(name: string): readonly number[];
  strings(name: string): readonly string[];
}

/**
 * Opens a reference file (.npz, or .npy with any name for its one array) when a value is first asked for,
 * so that it may stand at the top of a test file whose tests are skipped when `goldenPath(file)` is undefined.
 */
export function golden(file: string): Golden {
  let open: ((name: string) => NpyArray) | undefined;
  const array = (name: string): NpyArray => {
    open ??= openArrays(file);
    return open(name);
  };
  const numbers = (name: string) => numbersOf(array(name), `${file}[${name}]`);
  return {
    numbers,
    number(name) {
      if (elementCount(array(name).shape) !== 1) throw new Error(`${file}[${name}] is not one value`);
      return numbers(name)[0]!;
    },
    shape: (name) => array(name).shape,
    strings(name) {
      const found = array(name);
      if (found.kind !== "string") throw new Error(`${file}[${name}] holds ${found.kind}, not text`);
      return found.data;
    },
  };
}

function openArrays(file: string): (name: string) => NpyArray {
  const path = goldenPath(file);
  if (!path) throw new Error(`the reference file ${file} is missing: guard the test with goldenPath`);
  if (file.endsWith(".npy")) {
    const only = readNpy(readFileBytes(path), file);
    return () => only;
  }
  const archive = readNpz(path);
  return (name) => archive.get(name);
}
