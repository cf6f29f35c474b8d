/** The update rules by name, and the numbers that each has. What they do is src/train/optimizers/. */

export interface UpdateNumbers {
  /** Share of the momentum, or of the running mean of gradients (Adam's first beta), that an update keeps. */
  readonly momentum: number;
  /** Share of the running average of squared gradients that an update keeps (Adam's second beta, PyTorch's alpha). */
  readonly squareDecay: number;
  /** Beside the root of that average, or under it. */
  readonly epsilon: number;
}

/** Of a rule: its own numbers; null: it has none. */
export type OwnNumbers = Readonly<Record<keyof UpdateNumbers, number | null>>;

export const optimizerNames = [
  "adam",
  "adamw",
  "rmsprop-tf",
  "rmsprop-torch",
  "rmsprop-jtoy",
  "sgd",
] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/**
 * Defaults of PyTorch and TensorFlow, and of jtoy/grid-cell-experiments; but the momentum of all RMSProps, which those libraries leave at 0, is
 * that of the published trainings.
 */
export const ownNumbers: Readonly<Record<OptimizerName, OwnNumbers>> = {
  adam: { momentum: 0.9, squareDecay: 0.999, epsilon: 1e-8 },
  adamw: { momentum: 0.9, squareDecay: 0.999, epsilon: 1e-8 },
  "rmsprop-tf": { momentum: 0.9, squareDecay: 0.9, epsilon: 1e-10 },
  "rmsprop-torch": { momentum: 0.9, squareDecay: 0.99, epsilon: 1e-8 },
  "rmsprop-jtoy": { momentum: 0.9, squareDecay: 0.9, epsilon: 1e-10 },
  sgd: { momentum: 0, squareDecay: null, epsilon: null },
};

/** What is set, as far as it is; else the rule's own. What a rule has not is 0, and nobody asks for it. */
export function updateNumbers(
  optimizer: OptimizerName,
  set: Readonly<Partial<Record<keyof UpdateNumbers, number | null>>> = {},
): UpdateNumbers {
  const own = ownNumbers[optimizer];
  const chosen = (key: keyof UpdateNumbers) => set[key] ?? own[key] ?? 0;
  return {
    momentum: chosen("momentum"),
    squareDecay: chosen("squareDecay"),
    epsilon: chosen("epsilon"),
  };
}
