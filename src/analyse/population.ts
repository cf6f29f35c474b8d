/** The lattices of the units that exceed a threshold: how their spacing, orientation and shape spread, and their modules. */
import type { Engine } from "../engine/engine.ts";
import { circularMean, circularSpread } from "./circular.ts";
import type { Lattices } from "./grid-spacing.ts";
import { latticeFold } from "./lattice.ts";
import { findModules, type ModuleOptions, type Modules } from "./modules.ts";
import { standardDeviation } from "./spread.ts";
import { quantile } from "./survival.ts";

/** Of the numbers that are there; NaN of none. */
export interface Spread {
  readonly median: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
}

export interface Population {
  /** Whose they are: "units", "noise". */
  readonly name: string;
  /** Of how many units those are that exceed the threshold. */
  readonly all: number;
  readonly threshold: number;
  /** Their numbers, and their lattices in the same order. */
  readonly members: readonly number[];
  readonly lattices: Lattices;
  /** How many of them have six peaks, and so a spacing. */
  readonly measured: number;
  /** m. */
  readonly spacing: Spread;
  readonly meanSpacing: Spread;
  /** Of the three axes within a unit, m. */
  readonly spacingSpread: Spread;
  readonly ellipticity: Spread;
  /** Circular, modulo 60 degrees, rad. */
  readonly orientation: { readonly mean: number; readonly deviation: number };
  /** Of the three axes within a unit, rad. */
  readonly orientationSpread: Spread;
  readonly modules: Modules;
  /** Of each member, the module to which its spacing most likely belongs, from 0; -1: none. */
  readonly moduleOf: Int32Array;
}

export interface Scored {
  readonly name: string;
  readonly grid60: ArrayLike<number>;
  readonly lattices: Lattices;
}

/** Units without a score exceed nothing. @param threshold of the score, such as a percentile of the null */
export function populationOf(
  engine: Engine,
  { name, grid60, lattices: all }: Scored,
  threshold: number,
  options: ModuleOptions,
): Population {
  const members = Array.from(grid60, (_, unit) => unit).filter((unit) => grid60[unit]! > threshold);
  const chosen = (values: Float64Array) => Float64Array.from(members, (unit) => values[unit]!);
  const lattices: Lattices = {
    spacing: chosen(all.spacing),
    meanSpacing: chosen(all.meanSpacing),
    spacingSpread: chosen(all.spacingSpread),
    orientation: chosen(all.orientation),
    orientationSpread: chosen(all.orientationSpread),
    ellipticity: chosen(all.ellipticity),
  };
  const modules = findModules(engine, lattices.spacing, options);
  return {
    ...{ name, all: grid60.length, threshold, members, lattices, modules },
    measured: lattices.spacing.filter((spacing) => !Number.isNaN(spacing)).length,
    spacing: spreadOf(lattices.spacing),
    meanSpacing: spreadOf(lattices.meanSpacing),
    spacingSpread: spreadOf(lattices.spacingSpread),
    ellipticity: spreadOf(lattices.ellipticity),
    orientation: {
      mean: circularMean(lattices.orientation, latticeFold),
      deviation: circularSpread(lattices.orientation, latticeFold),
    },
    orientationSpread: spreadOf(lattices.orientationSpread),
    moduleOf: Int32Array.from(lattices.spacing, (spacing) => likeliest(spacing, modules)),
  };
}

export function spreadOf(values: Float64Array): Spread {
  const known = values.filter((value) => !Number.isNaN(value));
  return {
    median: quantile(known, 0.5),
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    deviation: standardDeviation(known),
  };
}

function likeliest(spacing: number, { best }: Modules): number {
  if (!best || Number.isNaN(spacing)) return -1;
  const logs = best.components.map(
    ({ mean, deviation, weight }) => Math.log(weight / deviation) - ((spacing - mean) / deviation) ** 2 / 2,
  );
  return logs.indexOf(Math.max(...logs));
}
