/** The constants of Adam, Kingma & Ba 2015, as PyTorch has them, and what follows from the number of an update. */
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/** The numbers of update `updates` (from 1), as assembly/adam.ts names them; the learning rate is to be divided by `correction1`. */
export const adamNumbers = (updates: number) => ({
  ...{ beta1, beta2, epsilon },
  complement1: 1 - beta1,
  complement2: 1 - beta2,
  correction1: 1 - beta1 ** updates,
  inverseRoot: 1 / Math.sqrt(1 - beta2 ** updates),
});
