import { basename } from "node:path";
import { type GridScores, scoreMaps } from "../../../analyse/grid-score.ts";
import { type Observation, observe, type Subject } from "../../../analyse/observe.ts";
import type { Scorer } from "../../../analyse/scorer.ts";
import type { ColourMapName } from "../../../draw/colour-map.ts";
import type { Engine } from "../../../engine/engine.ts";
import { openSubject, type SavedNetwork } from "../../../session/open-network.ts";
import { UserError } from "../../../user-error.ts";
import { observationFlags, observationOptions } from "../../frame/observation-flags.ts";
import { bestUnits } from "../score/score-report.ts";

/** A network that figures are made of. */
export interface FigureSource {
  readonly engine: Engine;
  readonly saved: SavedNetwork;
  /** What to call it in headings. */
  readonly name: string;
  /** Absolute path of what the user named: a run directory, or a file. */
  readonly path: string;
}

/** What a user may choose; which of it applies depends on the kind of figure. */
export interface FigureOptions {
  readonly seed?: number | undefined;
  readonly trajectories?: number | undefined;
  readonly steps?: number | undefined;
  readonly bins?: number | undefined;
  readonly scorer?: string | undefined;
  readonly unit?: number | undefined;
  readonly best?: number | undefined;
  readonly cmap?: ColourMapName | undefined;
  /** Called with the rate maps as soon as they are there, before they are scored; most kinds leave the decode error out. */
  readonly onObserved?: ((observation: Observation) => void) | undefined;
  /** Told what a reader of the picture should know and cannot see in it. */
  readonly onRemark?: ((remark: string) => void) | undefined;
}

/** A network with its maps. */
export interface ObservedNetwork {
  readonly subject: Subject;
  readonly observation: Observation;
  readonly bins: number;
}

const runCheckpoint = /([^/\\]+)[/\\]checkpoints[/\\]step-\d+\.safetensors$/;

/** A short name for what a user has given: the run that a checkpoint is of, else the last part of a path, without `.safetensors`. */
export const nameOf = (given: string): string =>
  runCheckpoint.exec(given)?.[1] ?? basename(given).replace(/\.safetensors$/, "");

/** "1 trajectory", "1,000 trajectories" */
export const countTrajectories = (count: number): string =>
  count === 1 ? "1 trajectory" : `${thousands(count)} trajectories`;

/** 240,000 */
export const thousands = (count: number): string => count.toLocaleString("en-US");

/** "quick after 1300 steps" */
export const titleOf = ({ name, saved }: FigureSource): string =>
  `${name} after ${saved.checkpoint.step} steps`;

export const observationOf = (source: FigureSource, options: FigureOptions) =>
  observationOptions(
    {
      trajectories: options.trajectories ?? observationFlags.trajectories.default,
      bins: options.bins ?? observationFlags.bins.default,
      steps: options.steps,
      seed: options.seed,
    },
    source.saved.config,
  );

export function observeNetwork(source: FigureSource, options: FigureOptions): ObservedNetwork {
  const subject = openSubject(source.engine, source.saved);
  const wanted = observationOf(source, options);
  const observation = observe(source.engine, subject, { ...wanted, decoding: false });
  options.onObserved?.(observation);
  return { subject, observation, bins: wanted.bins };
}

/** Scores of the observed maps. */
export function scoreNetwork(
  source: FigureSource,
  { observation: { rates }, bins }: ObservedNetwork,
  scorer: Scorer,
): GridScores {
  return scoreMaps(source.engine, rates.rateMap, { units: rates.units, bins }, scorer);
}

/** Units by falling hexagonal score. @throws UserError when none has one */
export function rankedUnits({ grid60 }: GridScores): number[] {
  const units = bestUnits(grid60);
  if (units.length > 0) return units;
  throw new UserError("no unit has a score: their maps do not vary", "train the network longer");
}
