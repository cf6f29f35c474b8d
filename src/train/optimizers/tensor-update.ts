/** An update on a device of tfjs, array by array. */
import * as tf from "../../engine/tfjs/tf.ts";
import type { Parameter } from "../../networks/layout.ts";
import { namedTensors } from "../../networks/tensors.ts";
import type { TensorUpdate, UpdateSizes } from "./optimizer.ts";

/** One array before or after an update. */
export interface TensorArray<Slot extends string> {
  readonly weights: tf.Tensor;
  readonly slots: Readonly<Record<Slot, tf.Tensor>>;
}

/**
 * @param slots names of what the rule keeps
 * @param updateArray new weights and slots, from a gradient that is scaled and clipped; in a `tidy`
 */
export const tensorUpdate =
  <Slot extends string>(
    slots: readonly Slot[],
    updateArray: (
      before: TensorArray<Slot>,
      gradient: tf.Tensor,
      parameter: Parameter,
      updates: number,
      by: UpdateSizes,
    ) => TensorArray<Slot>,
  ): TensorUpdate =>
  (layout, state, gradients, updates, by) => {
    const record = <Value>(value: (slot: Slot) => Value) =>
      Object.fromEntries(slots.map((slot) => [slot, value(slot)])) as Record<Slot, Value>;
    const after = Object.values(layout).map((parameter) => {
      const { name } = parameter;
      const before = {
        weights: state.weights[name]!,
        slots: record((slot) => state.slots[slot]![name]!),
      };
      return tf.tidy(() => {
        const gradient = usedGradient(gradients[name]!, parameter, by);
        const { weights, slots: kept } = updateArray(before, gradient, parameter, updates, by);
        return { weights, ...kept };
      });
    });
    const named = (key: "weights" | Slot) =>
      namedTensors(
        layout,
        after.map((tensors) => (tensors as Record<"weights" | Slot, tf.Tensor>)[key]),
      );
    return { weights: named("weights"), slots: record(named) };
  };

/** As assembly/gradient.ts has it. */
function usedGradient(gradient: tf.Tensor, parameter: Parameter, by: UpdateSizes): tf.Tensor {
  const scaled = tf.mul(gradient, by.gradientScale);
  const limit = by.limit(parameter);
  return Number.isFinite(limit) ? tf.clipByValue(scaled, -limit, limit) : scaled;
}
