import type { Rgb } from "./paint.ts";
import type { ColourDepth } from "./terminal.ts";
import { VIRIDIS_HEX, VIRIDIS_OF_XTERM } from "./viridis.ts";

/** From a share of the range, 0..1, to a colour; shares outside saturate, NaN is the colour of the unvisited. */
export type ColourMap = (share: number) => Rgb;

export const COLOUR_MAP_NAMES = ["viridis", "jet"] as const;
export type ColourMapName = (typeof COLOUR_MAP_NAMES)[number];

/** Where the animal never was. Dark grey: no colour of the maps is grey. */
export const UNVISITED_COLOUR: Rgb = [68, 68, 68];

const LEVELS = 256;

const viridis = tabulated((level) => {
  const packed = Number.parseInt(VIRIDIS_HEX.slice(6 * level, 6 * level + 6), 16);
  return [packed >> 16, (packed >> 8) & 255, packed & 255];
});

const viridisOfXterm = tabulated((level) => {
  const [, colour] = VIRIDIS_OF_XTERM.reduce((best, next) =>
    Math.abs(next[0] - level) < Math.abs(best[0] - level) ? next : best,
  );
  return colour;
});

/** Source: the break points of matplotlib's `jet`. */
const jet = tabulated((level) => {
  const share = level / (LEVELS - 1);
  return [
    channel(share, [0, 0.35, 0.66, 0.89, 1], [0, 0, 1, 1, 0.5]),
    channel(share, [0, 0.125, 0.375, 0.64, 0.91, 1], [0, 0, 1, 1, 0, 0]),
    channel(share, [0, 0.11, 0.34, 0.65, 1], [0.5, 1, 1, 0, 0]),
  ];
});

/**
 * `viridis` is perceptually even and readable without colour vision. `jet` is the rainbow of the classical figures: its
 * bright bands are not in the data; use it to compare with published pictures. At depth `256` viridis is a path
 * of its own through the few colours there are.
 */
export function colourMap(name: ColourMapName, depth: ColourDepth = "truecolour"): ColourMap {
  if (name === "jet") return jet;
  return depth === "256" ? viridisOfXterm : viridis;
}

/** 256 colours, looked up as matplotlib does: level = floor(256 share), and the last one for 1. */
function tabulated(colourOf: (level: number) => Rgb): ColourMap {
  const colours = Array.from({ length: LEVELS }, (_, level) => colourOf(level));
  return (share) => {
    if (Number.isNaN(share)) return UNVISITED_COLOUR;
    return colours[Math.min(LEVELS - 1, Math.max(0, Math.floor(share * LEVELS)))]!;
  };
}

/** Linear between break points, as an integer 0..255. */
function channel(share: number, at: readonly number[], values: readonly number[]): number {
  const right = at.findIndex((position, i) => i > 0 && share <= position);
  const along = (share - at[right - 1]!) / (at[right]! - at[right - 1]!);
  return Math.round(255 * (values[right - 1]! + along * (values[right]! - values[right - 1]!)));
}
