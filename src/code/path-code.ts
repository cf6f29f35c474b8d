/** The code that a network of path integration is asked for: ensembles of cells, side by side in one row of numbers. */
import type { PlaceCode } from "./place-code.ts";

/** How an ensemble says where the rat is, or whither it heads; source: Banino et al. 2018, `task_targets_type` of its code. */
export type TargetMode =
  /** Probabilities of the cells. */
  "softmax";
/** How it says it before the first step. */
export type StartMode = TargetMode;

/** An ensemble among its neighbours. */
interface Part {
  /** As files have it: `place`, `place2`, `heading`. */
  readonly name: string;
  /** Its first column. */
  readonly first: number;
  readonly cells: number;
  /** Factor on its loss. */
  readonly weight: number;
  readonly targets: TargetMode;
  readonly starts: StartMode;
}

export interface PlacePart extends Part {
  readonly quantity: "place";
  readonly code: PlaceCode;
}

export type CodePart = PlacePart;

export interface PathCode {
  /** Of all ensembles together. */
  readonly cells: number;
  /** The first one is that by which places are decoded. */
  readonly parts: readonly [PlacePart, ...CodePart[]];
}

/** One ensemble of place cells and nothing else, with the softmax that it has by itself. */
export const placesOnly = (code: PlaceCode): PathCode => ({
  cells: code.cells,
  parts: [
    {
      ...{ name: "place", quantity: "place", first: 0, cells: code.cells, weight: 1 },
      ...{ targets: "softmax", starts: "softmax", code },
    },
  ],
});

/** Whether positions become codes within the blocks of a pass, row by row; else they are made before it. */
export const isMadeInBlocks = ({ parts: [first, ...others] }: PathCode): boolean =>
  others.length === 0 && first.targets === "softmax" && first.starts === "softmax";
