/** Undoing the ellipse on which the six inner peaks of an autocorrelogram lie, before it is scored. */
import type { Engine } from "../engine/engine.ts";
import { autocorrelograms, ruleOf } from "./autocorrelogram.ts";
import { type Ellipse, ellipseOf } from "./ellipse.ts";
import { latticeOf } from "./lattice.ts";
import type { Maps } from "./map-set.ts";
import type { Scorer } from "./scorer.ts";

/**
 * The ellipse of each map, in bins: null where the autocorrelogram has not six peaks within three quarters of the map, or no ellipse
 * goes through them. Rings are round in bins, so this is what there is to undo, also where bins are not square.
 * @param maps [units, bins, bins], NaN where unvisited
 */
export function ellipsesOf(
  engine: Engine,
  maps: Maps,
  { units, bins }: { readonly units: number; readonly bins: number },
  scorer: Pick<Scorer, "unvisited">,
): (Ellipse | null)[] {
  const images = autocorrelograms(engine, maps, { units, bins }, scorer.unvisited);
  const size = (2 * bins - 1) ** 2;
  const geometry = { binsX: bins, binsY: bins, width: bins, height: bins };
  return Array.from({ length: units }, (_, unit) => {
    const lattice = latticeOf(images.subarray(unit * size, (unit + 1) * size), geometry);
    return (lattice && ellipseOf(lattice.peaks)) ?? null;
  });
}

/** Where to read what becomes round: x' = xx x + xy y, y' = xy x + yy y. */
export type Reading = readonly [xx: number, xy: number, yy: number];

/**
 * That which stretches the minor axis to the length of the major one. So nothing is read from outside of the autocorrelogram; Brandon et al. 2011
 * (Science 332:595) compress the major axis instead.
 */
export function undoing({ direction, ellipticity }: Ellipse): Reading {
  const [cosine, sine, shorter] = [Math.cos(direction), Math.sin(direction), 1 / ellipticity];
  return [
    cosine ** 2 + shorter * sine ** 2,
    (1 - shorter) * cosine * sine,
    sine ** 2 + shorter * cosine ** 2,
  ];
}

/**
 * The autocorrelogram that a scorer judges, of one map.
 * @param map [bins, bins], NaN where unvisited
 * @returns [2 bins - 1, 2 bins - 1]; NaN throughout where there is nothing to judge
 */
export function judgedAutocorrelogram(engine: Engine, map: Maps, bins: number, scorer: Scorer): Float64Array {
  const image = autocorrelograms(engine, map, { units: 1, bins }, ruleOf(scorer));
  if (!scorer.elliptical) return image;
  const [ellipse] = ellipsesOf(engine, map, { units: 1, bins }, scorer);
  if (!ellipse) return image.fill(Number.NaN);
  const size = 2 * bins - 1;
  const { kernels, memory } = engine;
  return memory.scope(() => {
    const reading = memory.allocate("float64", 3, "ellipse").set(Float64Array.from(undoing(ellipse)));
    const given = memory.allocate("float64", [size, size], "autocorrelogram").set(image);
    const round = memory.allocate("float64", [size, size], "autocorrelogram");
    const scratch = memory.allocate("uint8", kernels.stretchScratchBytes(size), "spline");
    kernels.stretchImage(given.pointer, round.pointer, scratch.pointer, size, reading.pointer);
    return round.toArray();
  });
}
