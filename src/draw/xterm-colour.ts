import type { Rgb } from "./paint.ts";

const CUBE_LEVELS = [0, 95, 135, 175, 215, 255] as const;
const FIRST_CUBE_INDEX = 16;
const FIRST_GREY_INDEX = 232;

/** Index 16..255 of the nearest colour (Euclidean in sRGB) among xterm's 6x6x6 cube and its 24 greys. The first 16 depend on the theme. */
export function xtermIndex([red, green, blue]: Rgb): number {
  const [r, g, b] = [nearestLevel(red), nearestLevel(green), nearestLevel(blue)];
  const step = Math.min(23, Math.max(0, Math.round(((red + green + blue) / 3 - 8) / 10)));
  const grey = 8 + 10 * step;
  const cubeDistance =
    (CUBE_LEVELS[r]! - red) ** 2 + (CUBE_LEVELS[g]! - green) ** 2 + (CUBE_LEVELS[b]! - blue) ** 2;
  const greyDistance = (grey - red) ** 2 + (grey - green) ** 2 + (grey - blue) ** 2;
  return greyDistance < cubeDistance ? FIRST_GREY_INDEX + step : FIRST_CUBE_INDEX + 36 * r + 6 * g + b;
}

function nearestLevel(channel: number): number {
  let best = 0;
  for (let i = 1; i < CUBE_LEVELS.length; i++) {
    if (Math.abs(CUBE_LEVELS[i]! - channel) < Math.abs(CUBE_LEVELS[best]! - channel)) best = i;
  }
  return best;
}
