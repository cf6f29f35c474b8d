/** Somebody's small network, in the forms in which it may come. */
import { type NumericNpyArray, npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { writeSafetensors } from "../../src/format/safetensors.ts";
import { rnnParameters } from "../../src/networks/rnn/path-rnn.ts";

export const units = 6;
export const placeCells = 5;

/** Distinct values that float32 holds exactly. */
const filled = (first: number, shape: readonly [number, number]) => ({
  kind: "float32" as const,
  shape,
  data: Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => (first + i) / 256),
});

export type Arrays = Record<string, NumericNpyArray & { readonly data: Float32Array }>;

/** By PyTorch's names, [out, in]. */
export const weights = (): Arrays => ({
  [rnnParameters.encoder.stored]: filled(-15, [units, placeCells]),
  [rnnParameters.input.stored]: filled(20, [units, 2]),
  [rnnParameters.recurrent.stored]: filled(-17, [units, units]),
  [rnnParameters.decoder.stored]: filled(5, [placeCells, units]),
});

export const centres = npyArray(
  Float64Array.of(-0.5, -0.5, 0.5, -0.5, 0, 0.1, -0.5, 0.5, 0.5, 0.5),
  [5, 2],
) as Extract<NumericNpyArray, { kind: "float64" }>;

export const asNpz = (arrays: Readonly<Record<string, NumericNpyArray>>) => writeNpz(arrays);
export const asSafetensors = (arrays: Readonly<Record<string, NumericNpyArray>>) =>
  writeSafetensors(new Map(Object.entries(arrays)));

/** All that has to be said of it. */
export const sayings = [
  ...["--activation", "relu", "--velocity-unit", "metresPerStep", "--dt", "0.02"],
  ...["--box-width", "1.6", "--box-height", "1.4", "--code", "differenceOfSoftmaxes"],
  ...["--place-cell-width", "0.3", "--surround", "2"],
];
