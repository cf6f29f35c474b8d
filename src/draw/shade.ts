const SHADES = " .:-=+*#%@";

/** Hatched, as on a geographer's map: no shade looks like it. */
export const UNVISITED_SHADE = "/";

/** A colour map for text without colours: one character for a share of the range, a space for the lowest. */
export function shade(share: number): string {
  if (Number.isNaN(share)) return UNVISITED_SHADE;
  return SHADES[Math.min(SHADES.length - 1, Math.max(0, Math.floor(share * SHADES.length)))]!;
}
