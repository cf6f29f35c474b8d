/** The units of a source that exceed matched noise, beside the noise that exceeds it, too: what their lattices have in common. */
import { type Population, populationOf } from "../analyse/population.ts";
import type { Analysis, Look } from "./analysis.ts";

export interface PopulationOptions {
  /** Jitter shuffles of the spacings. */
  readonly shuffles: number;
  /** Largest number of modules. */
  readonly most: number;
}

export interface Populations {
  readonly units: Population;
  readonly noise: Population;
}

export const usualPopulation: PopulationOptions = { shuffles: 500, most: 8 };

/** A spacing is measured to about this share of a bin: narrower modules would be narrower than what is known of them. */
const leastModule = 1 / 20;

/**
 * The percentile of the noise is the threshold for both.
 * @returns undefined when no unit has a score and a map that varies: there is no null
 */
export async function populationsOf(
  name: string,
  analysis: Analysis,
  look: Look,
  options: PopulationOptions,
): Promise<Populations | undefined> {
  const { engine, source } = analysis;
  const noise = await analysis.noise(look);
  const nullLattices = await analysis.nullLattices(look);
  if (!noise || !nullLattices) return undefined;
  const { grid60 } = await analysis.scores(look);
  const lattices = await analysis.lattices(look);
  const { width, height } = source.arena;
  const leastDeviation = (leastModule * Math.max(width, height)) / look.bins;
  const wanted = { ...options, seed: look.request.seed, leastDeviation };
  const threshold = noise.p95.grid60;
  return {
    units: populationOf(engine, { name, grid60, lattices }, threshold, wanted),
    noise: populationOf(
      engine,
      { name: "noise", grid60: noise.grid60, lattices: nullLattices },
      threshold,
      wanted,
    ),
  };
}
