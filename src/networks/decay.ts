/** Weight decay as a part of the loss: which matrices, in which form, how strong. Biases never decay. */
import type { ArrayDecay, ColumnRange } from "../layers/array-decay.ts";
import { type ArrayChoice, isChosen } from "./array-groups.ts";
import type { Parameter } from "./layout.ts";

/**
 * What is summed over the matrices and multiplied with the strength: their squares (Sorscher et al. 2019), half of them
 * (TensorFlow's l2_loss: Banino et al. 2018), or the Frobenius norm of each, not squared (its port to PyTorch).
 */
export const decayForms = ["squares", "halfSquares", "norm"] as const;
export type DecayForm = (typeof decayForms)[number];

export interface Decay {
  readonly strength: number;
  readonly of: ArrayChoice;
  readonly form: DecayForm;
  /** The columns of each head, where several lie side by side in the arrays of the group `head`: a norm is of one head. */
  readonly heads?: readonly ColumnRange[];
}

/** strength * the sum of the squared recurrent weights. */
export const decayOfRecurrent = (strength: number): Decay => ({
  strength,
  of: "recurrent",
  form: "squares",
});

/** What one array adds to the loss; undefined: nothing. */
export function decayOf(
  { strength, of, form, heads }: Decay,
  { shape, group }: Pick<Parameter, "shape" | "group">,
): ArrayDecay | undefined {
  const [, columns] = shape;
  if (strength === 0 || columns === undefined || !isChosen(of, group)) return undefined;
  if (form !== "norm") return { form: "squares", strength: form === "squares" ? strength : strength / 2 };
  const whole = [{ first: 0, cells: columns }];
  return { form, strength, parts: (group === "head" ? heads : undefined) ?? whole };
}
