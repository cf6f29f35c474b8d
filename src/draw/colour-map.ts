/** What stands for a value of a map: a colour or, where there are none, a character. Values come as shares of a range. */
import { interpolateInferno, interpolateMagma, interpolatePlasma } from "d3-scale-chromatic";
import { coolwarmLevel } from "./coolwarm.ts";
import { jetLevel } from "./jet.ts";
import type { Rgb } from "./paint.ts";
import type { ColourDepth } from "./terminal.ts";
import { VIRIDIS_HEX, VIRIDIS_OF_XTERM } from "./viridis.ts";

/** From a share of the range, 0..1, to a colour; shares outside saturate, NaN is the colour of the unvisited. */
export type ColourMap = (share: number) => Rgb;

export const COLOUR_MAP_NAMES = ["viridis", "magma", "inferno", "plasma", "jet"] as const;
export type ColourMapName = (typeof COLOUR_MAP_NAMES)[number];
/** `coolwarm` is for values on both sides of 0, and no map of one's choice. */
export type AnyColourMapName = ColourMapName | "coolwarm";

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

const magma = tabulated(hexLevel(interpolateMagma));
const inferno = tabulated(hexLevel(interpolateInferno));
const plasma = tabulated(hexLevel(interpolatePlasma));

const jet = tabulated((level) => {
  const [red, green, blue] = jetLevel(level);
  return [Math.round(255 * red), Math.round(255 * green), Math.round(255 * blue)];
});

const coolwarm = tabulated((level) => coolwarmLevel(level / (LEVELS - 1)));

/**
 * `viridis` is perceptually even and readable without colour vision, as are `magma`, `inferno` and `plasma`. `jet` is the rainbow of the classical figures: its
 * bright bands are not in the data; use it to compare with published pictures. At depth `256` viridis is a path
 * of its own through the few colours there are.
 */
export function colourMap(name: AnyColourMapName, depth: ColourDepth = "truecolour"): ColourMap {
  if (name === "viridis") return depth === "256" ? viridisOfXterm : viridis;
  return { magma, inferno, plasma, jet, coolwarm }[name];
}

/** One of the 256 levels of a map that gives `#rrggbb` for a share. */
function hexLevel(colourOf: (share: number) => string): (level: number) => Rgb {
  return (level) => {
    const packed = Number.parseInt(colourOf(level / (LEVELS - 1)).slice(1), 16);
    return [packed >> 16, (packed >> 8) & 255, packed & 255];
  };
}

/** 256 colours, looked up as matplotlib does: level = floor(256 share), and the last one for 1. */
function tabulated(colourOf: (level: number) => Rgb): ColourMap {
  const colours = Array.from({ length: LEVELS }, (_, level) => colourOf(level));
  return (share) => {
    if (Number.isNaN(share)) return UNVISITED_COLOUR;
    return colours[Math.min(LEVELS - 1, Math.max(0, Math.floor(share * LEVELS)))]!;
  };
}

const SHADES = " .:-=+*#%@";

/** Hatched, as on a geographer's map: no shade looks like it. */
export const UNVISITED_SHADE = "/";

/** A colour map for text without colours: one character for a share of the range, a space for the lowest. */
export function shade(share: number): string {
  if (Number.isNaN(share)) return UNVISITED_SHADE;
  return SHADES[Math.min(SHADES.length - 1, Math.max(0, Math.floor(share * SHADES.length)))]!;
}
