/** An ablation with all that its numbers are to be judged by: for the command, the shell and the report. */
import { ablation } from "../../../session/ablation.ts";
import type { Analysis, Look, Pace } from "../../../session/analysis.ts";
import type { SilenceableNetwork } from "../../../session/silenceable-network.ts";
import { requestOf } from "../../frame/subject.ts";
import { chosenLesions, type LesionChoice } from "./chosen-lesions.ts";
import type { ShownAblation } from "./shown-ablation.ts";

export const usualTrajectories = 1000;

export interface AblationWishes {
  /** A list of units, a filter, or a class; undefined: none. */
  readonly units?: string | undefined;
  /** How classes are found. */
  readonly lags: LesionChoice["lags"];
  /** So many of the highest scores; may be empty. */
  readonly counts: readonly number[];
  /** Sets of other units to compare with, of each kind. */
  readonly trials: number;
  /** Errors are means over so many first steps. */
  readonly horizons: readonly number[];
  readonly trajectories?: number | undefined;
  readonly seed?: number | undefined;
  readonly resamples?: number | undefined;
}

/**
 * @param analysis of the same network, whole while it is looked at
 * @param look by which units are scored and their rates measured
 * @param twin opens the network before its first step
 * @throws UserError when nothing is wanted, or there are no such units
 */
export async function measuredAblation(
  analysis: Analysis,
  network: SilenceableNetwork,
  twin: (() => SilenceableNetwork) | undefined,
  look: Look,
  wishes: AblationWishes,
  pace: Pace,
): Promise<ShownAblation> {
  const { engine } = analysis;
  const { source } = network;
  const { horizons, units, counts, trials, resamples, trajectories, seed: wished } = wishes;
  const steps = Math.max(...horizons);
  const request = requestOf({ seed: wished, trajectories, steps }, source, usualTrajectories);
  const { seed } = request;
  const choice = { units, counts, seed, trials, lags: wishes.lags };
  const before = twin && (() => twin().source);
  const { lesions, silencedClass } = await chosenLesions(analysis, before, look, choice, pace);
  const options = { request, horizons, resamples };
  const found = await ablation(engine, network, lesions, options, pace);
  const untrained = twin && (await ablation(engine, twin(), [], options, pace)).baseline;
  const { floor: floorCm, chance: chanceCm } = source.levels(seed).decodeErrorCm!;
  const { mean: rates } = (await analysis.observation(look)).activity;
  return { found, untrained, floorCm, chanceCm, rates, look, seed, silencedClass };
}
