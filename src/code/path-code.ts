/** The code that a network of path integration is asked for: ensembles of cells, side by side in one row of numbers. */
import type { HeadCode } from "./head-code.ts";
import type { PlaceCode } from "./place-code.ts";

/** How an ensemble says where the rat is, or whither it heads; source: Banino et al. 2018, `task_targets_type` of its code. */
export type TargetMode =
  /** Probabilities of the cells. */
  | "softmax"
  /** 1 for the likeliest cell, the first of equals; 0 for the others. */
  | "voronoi"
  /** 1 for one cell drawn by these probabilities; 0 for the others. */
  | "sample"
  /** Densities of the cells that were not divided by their sum. */
  | "normalized";
/** How it says it before the first step. */
export type StartMode = TargetMode | "zeros";

/** `softmax`: cross-entropy with the softmax of the logits. `sigmoid`: each cell is a question of its own; mean over the cells. */
export type EnsembleLoss = "softmax" | "sigmoid";

/** By how much sigmoid losses draw targets towards 1/2. Source: Banino et al. 2018. */
export const labelSmoothing = 0.01;

/** An ensemble among its neighbours. */
export interface Part {
  /** As files have it: `place`, `place2`, `head`. */
  readonly name: string;
  /** Its first column. */
  readonly first: number;
  readonly cells: number;
  /** Factor on its loss. */
  readonly weight: number;
  readonly targets: TargetMode;
  readonly starts: StartMode;
  readonly loss: EnsembleLoss;
}

export interface PlacePart extends Part {
  readonly quantity: "place";
  readonly code: PlaceCode;
}

export interface HeadPart extends Part {
  readonly quantity: "head";
  readonly code: HeadCode;
}

export type CodePart = PlacePart | HeadPart;

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
      ...{ targets: "softmax", starts: "softmax", loss: "softmax", code },
    },
  ],
});

/** Whether positions become codes within the blocks of a pass, row by row; else they are made before it. */
export const isMadeInBlocks = ([first, ...others]: readonly [Part, ...Part[]]): boolean =>
  others.length === 0 && first.targets === "softmax" && first.starts === "softmax";

/** The ensemble by which headings are decoded: the first of head-direction cells. */
export const headPartOf = ({ parts }: PathCode): HeadPart | undefined =>
  parts.find((part): part is HeadPart => part.quantity === "head");
