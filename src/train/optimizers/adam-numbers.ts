import type { UpdateNumbers } from "../../tasks/optimizer-settings.ts";

/**
 * The numbers of update `updates` (from 1) of Adam, Kingma & Ba 2015, as assembly/adam.ts names them; the learning rate is to be divided by
 * `correction1`.
 */
export const adamNumbers = (
  updates: number,
  { momentum: beta1, squareDecay: beta2, epsilon }: UpdateNumbers,
) => ({
  ...{ beta1, beta2, epsilon },
  complement1: 1 - beta1,
  complement2: 1 - beta2,
  correction1: 1 - beta1 ** updates,
  inverseRoot: 1 / Math.sqrt(1 - beta2 ** updates),
});
