/** The seam of the optimizers: what they keep of each array, and how they move it. */
import type { Engine } from "../../engine/engine.ts";
import { type Arrays, allocateArrays, type Layout, type Parameter } from "../../networks/layout.ts";
import type { Tensors } from "../../networks/tensors.ts";
import { type OptimizerName, type UpdateNumbers, updateNumbers } from "../../tasks/optimizer-settings.ts";

/** What an optimizer keeps beside the weights; both parts are in the checkpoint. */
export interface OptimizerState {
  /** Shaped like the weights, by the names of `OptimizerKind.slots`. */
  readonly slots: Readonly<Record<string, Arrays>>;
  /** Updates made; not the step when a run began with the weights of another. */
  updates: number;
}

/** How far an update goes. */
export interface UpdateSizes extends UpdateNumbers {
  /** Learning rate of an array. */
  rate(parameter: Parameter): number;
  /** Factor on every gradient, below 1 when the norm is clipped. */
  readonly gradientScale: number;
  /** What no entry of a gradient goes beyond after that, on either side; infinite: none. */
  limit(parameter: Parameter): number;
  /** Decay that is no part of the loss: weights shrink by the share rate * decay. */
  decay(parameter: Parameter): number;
}

/** Whole gradients at one rate, by the rule's own numbers. */
export const plainSizes = (optimizer: OptimizerName, rate: number): UpdateSizes => ({
  ...updateNumbers(optimizer),
  rate: () => rate,
  gradientScale: 1,
  limit: () => Number.POSITIVE_INFINITY,
  decay: () => 0,
});

/** The same on a device of tfjs: a new state; the old one is the caller's to dispose of. */
export interface TensorState {
  readonly weights: Tensors;
  readonly slots: Readonly<Record<string, Tensors>>;
}

export type TensorUpdate = (
  layout: Layout,
  state: TensorState,
  gradients: Tensors,
  /** Number of this update, from 1. */
  updates: number,
  by: UpdateSizes,
) => TensorState;

/** What is kept of each array. */
export interface Slot {
  /** For a reader. */
  readonly label: string;
  /** What it holds before the first update; default 0. */
  readonly start?: number;
}

export interface OptimizerKind {
  /** As `train.optimizer` names it; in front of its slots in files. */
  readonly name: OptimizerName;
  /** By the names that the program it is from has for them. */
  readonly slots: Readonly<Record<string, Slot>>;
  /** One update in place, of one array after the other in the order of the layout. Counts `updates` up. */
  update(
    engine: Engine,
    layout: Layout,
    weights: Arrays,
    gradients: Arrays,
    state: OptimizerState,
    by: UpdateSizes,
  ): void;
  loadTensorUpdate(): Promise<TensorUpdate>;
}

/** As it is before the first update. */
export const newState = (engine: Engine, { slots }: OptimizerKind, layout: Layout): OptimizerState => ({
  slots: Object.fromEntries(
    Object.entries(slots).map(([name, { label, start = 0 }]) => {
      const arrays = allocateArrays(engine, layout, label, true);
      if (start !== 0) for (const { view } of Object.values(arrays)) view.fill(start);
      return [name, arrays];
    }),
  ),
  updates: 0,
});
