/** Between the engine's memory and a device of tfjs. tfjs keeps the arrays it is given, so it gets copies. */
import type { SharedArray } from "../engine/shared-array.ts";
import * as tf from "../engine/tfjs/tf.ts";
import { type Arrays, mapNames, namesOf } from "./layout.ts";

/** A network's arrays on the device. */
export type Tensors<Name extends string = string> = Readonly<Record<Name, tf.Tensor>>;

/** An array of the engine on the device. */
export const toTensor = (array: SharedArray<"float32">): tf.Tensor =>
  tf.tensor(array.toArray(), [...array.shape]);

/** A matrix of the engine on the device. */
export const toMatrix = (array: SharedArray<"float32">): tf.Tensor2D =>
  tf.tensor2d(array.toArray(), [...(array.shape as [number, number])]);

/** An array [steps, rows, columns] of the engine as one matrix a step. */
export function toMatrices(array: SharedArray<"float32">): tf.Tensor2D[] {
  const [steps, rows, columns] = array.shape as [number, number, number];
  const size = rows * columns;
  return Array.from({ length: steps }, (_, t) =>
    tf.tensor2d(array.view.slice(t * size, (t + 1) * size), [rows, columns]),
  );
}

/** Tensors in the order of `like`, by its names. */
export function namedTensors(
  like: Readonly<Record<string, unknown>>,
  tensors: readonly tf.Tensor[],
): Tensors {
  const names = namesOf(like);
  return mapNames(like, (name) => tensors[names.indexOf(name)]!);
}

export const uploadArrays = (arrays: Arrays): Tensors => mapNames(arrays, (name) => toTensor(arrays[name]!));

export async function downloadArrays(tensors: Tensors, into: Arrays): Promise<void> {
  const names = namesOf(into);
  const values = await Promise.all(names.map((name) => tensors[name]!.data<"float32">()));
  names.forEach((name, i) => {
    into[name]!.set(values[i]!);
  });
}

/** Dispose of them; a copy of the record, since tfjs walks plain objects only. */
export const disposeTensors = (tensors: Tensors): void => tf.dispose({ ...tensors });

/** In float64. */
export const sumOf = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

export const meanOf = (values: Float32Array): number => sumOf(values) / values.length;
