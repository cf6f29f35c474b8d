/** The seam of the optimizers: what they keep of each array, and how they move it. */
import type { Engine } from "../../engine/engine.ts";
import { type Arrays, allocateArrays, type Layout, type Parameter } from "../../networks/layout.ts";
import type { Tensors } from "../../networks/tensors.ts";

/** What an optimizer keeps beside the weights; both parts are in the checkpoint. */
export interface OptimizerState {
  /** Shaped like the weights, by the names of `OptimizerKind.slots`. */
  readonly slots: Readonly<Record<string, Arrays>>;
  /** Updates made; not the step when a run began with the weights of another. */
  updates: number;
}

/** How far an update goes. */
export interface UpdateSizes {
  /** Learning rate of an array. */
  rate(parameter: Parameter): number;
  /** Factor on every gradient, below 1 when the norm is clipped. */
  readonly gradientScale: number;
}

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

export interface OptimizerKind {
  /** As `train.optimizer` names it; in front of its slots in files. */
  readonly name: string;
  /** What it keeps of each array: names as PyTorch has them, and for a reader. */
  readonly slots: Readonly<Record<string, string>>;
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

/** As it is before the first update: all zero. */
export const newState = (engine: Engine, { slots }: OptimizerKind, layout: Layout): OptimizerState => ({
  slots: Object.fromEntries(
    Object.entries(slots).map(([name, label]) => [name, allocateArrays(engine, layout, label, true)]),
  ),
  updates: 0,
});
