import type { Range } from "../grid.ts";

/** From one end to the other of a side that is centred at 0. */
export const spanOf = (side: number): Range => [-side / 2, side / 2];
