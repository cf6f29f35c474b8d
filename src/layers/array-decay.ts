/** The decay of one matrix. */

/** Columns first … first + cells - 1 of a matrix. */
export interface ColumnRange {
  readonly first: number;
  readonly cells: number;
}

/** In the loss: strength * sum(w²), or strength * the sum over `parts` of the root of their sum of squares. */
export type ArrayDecay =
  | { readonly form: "squares"; readonly strength: number }
  | { readonly form: "norm"; readonly strength: number; readonly parts: readonly ColumnRange[] };
