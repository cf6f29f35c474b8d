/** Plain references of the update rules beside Adam, in float64, written after their descriptions. */

/** One weight and what its rule keeps. */
export interface PlainWeight {
  weight: number;
  squares: number;
  buffer: number;
}

export interface PlainNumbers {
  readonly rate: number;
  readonly momentum: number;
  readonly squareDecay: number;
  readonly epsilon: number;
}

type PlainRule = (before: PlainWeight, gradient: number, by: PlainNumbers) => PlainWeight;

const averaged = ({ squares }: PlainWeight, g: number, { squareDecay }: PlainNumbers) =>
  squareDecay * squares + (1 - squareDecay) * g * g;

/** TensorFlow 1: the mean of squares begins at 1. */
const rmspropTf: PlainRule = (before, g, by) => {
  const squares = averaged(before, g, by);
  const buffer = by.momentum * before.buffer + (by.rate * g) / Math.sqrt(squares + by.epsilon);
  return { weight: before.weight - buffer, squares, buffer };
};

const rmspropTorch: PlainRule = (before, g, by) => {
  const squares = averaged(before, g, by);
  const buffer = by.momentum * before.buffer + g / (Math.sqrt(squares) + by.epsilon);
  return { weight: before.weight - by.rate * buffer, squares, buffer };
};

/** jtoy: epsilon stays in the running average; without momentum there is neither rate nor the right sign. */
const rmspropJtoy: PlainRule = (before, g, by) => {
  const squares = averaged(before, g, by) + by.epsilon;
  const pull = g / Math.sqrt(squares);
  if (by.momentum === 0) return { weight: before.weight + pull, squares, buffer: pull };
  const buffer = by.momentum * before.buffer - by.rate * pull;
  return { weight: before.weight + buffer, squares, buffer };
};

const sgd: PlainRule = (before, g, by) => {
  const buffer = by.momentum * before.buffer + g;
  return { weight: before.weight - by.rate * buffer, squares: before.squares, buffer };
};

export const plainRules = {
  "rmsprop-tf": rmspropTf,
  "rmsprop-torch": rmspropTorch,
  "rmsprop-jtoy": rmspropJtoy,
  sgd,
} as const;

export const plainStart = (rule: keyof typeof plainRules, weight = 0): PlainWeight => ({
  weight,
  squares: rule === "rmsprop-tf" ? 1 : 0,
  buffer: 0,
});
