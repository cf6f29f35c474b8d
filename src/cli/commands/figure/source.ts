/** What figures are made of, and what a user may choose of them. */

import { bestUnits } from "../../../analyse/best-units.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import type { Observation } from "../../../analyse/observe.ts";
import { usualBins } from "../../../analyse/scorer.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import type { ColourMapName } from "../../../draw/colour-map.ts";
import type { Engine } from "../../../engine/engine.ts";
import { Analysis, type Look } from "../../../session/analysis.ts";
import type { SavedNetwork } from "../../../session/saved-network.ts";
import type { Subject } from "../../../session/subject.ts";
import type { Condition } from "../../../tasks/activity-source.ts";
import { UserError } from "../../../user-error.ts";
import { lookOf, mapsOnly } from "../../frame/subject.ts";
import { readUnits } from "../../frame/unit-list.ts";

export interface FigureSource {
  readonly engine: Engine;
  readonly subject: Subject;
  /** Opened when first asked for: what a training logged can be drawn of a network that is of no use any more. */
  readonly analysis: Analysis;
  /** What holds of all the activity that was looked at; none as long as none was. */
  readonly conditions: readonly Condition[];
  /** The network before its first step, to hold units against; undefined where there is none, or it is looked at itself. */
  untrained?(): Analysis;
}

/** @param untrained reads the network as it was before its first step */
export function figureSource(
  engine: Engine,
  subject: Subject,
  untrained: (() => Subject) | undefined,
): FigureSource {
  let analysis: Analysis | undefined;
  return {
    ...{ engine, subject },
    ...(untrained && { untrained: () => new Analysis(engine, untrained().open(engine), 0) }),
    get conditions() {
      return analysis?.source.conditions ?? [];
    },
    get analysis() {
      analysis ??= new Analysis(engine, subject.open(engine), subject.step);
      return analysis;
    },
  };
}

/** What a user may choose; which of it applies depends on the kind of figure. */
export interface FigureOptions {
  readonly seed?: number | undefined;
  readonly trajectories?: number | undefined;
  readonly steps?: number | undefined;
  readonly bins?: number | undefined;
  readonly scorer?: string | undefined;
  readonly null?: string | undefined;
  readonly shuffles?: number | undefined;
  readonly unit?: number | undefined;
  readonly units?: string | undefined;
  readonly best?: number | undefined;
  readonly cell?: number | undefined;
  readonly cmap?: ColourMapName | undefined;
  /** What units are sorted by. */
  readonly by?: string | undefined;
  /** The code in the place of the network. */
  readonly encoded?: boolean | undefined;
  /** As the published figures have it: x downwards. */
  readonly reference?: boolean | undefined;
  /** Called with the rate maps as soon as they are there, before they are scored; most kinds leave the decode error out. */
  readonly onObserved?: ((observation: Observation) => void) | undefined;
  /** Told what a reader of the picture should know and cannot see in it. */
  readonly onRemark?: ((remark: string) => void) | undefined;
}

/** The maps that a figure shows, and how they were looked at. */
export interface ObservedMaps {
  readonly look: Look;
  readonly observation: Observation;
}

/** "1 trajectory", "1,000 trajectories" */
export const countTrajectories = (count: number): string =>
  count === 1 ? "1 trajectory" : `${thousands(count)} trajectories`;

/** 240,000 */
export const thousands = (count: number): string => count.toLocaleString("en-US");

export const figureBins = ({ bins = usualBins }: FigureOptions): number => bins;

export const figureLook = (source: FigureSource, options: FigureOptions, scorer: string): Look =>
  lookOf({ ...options, scorer }, source.analysis.source);

/** Rate maps only: most kinds leave out what is measured beside the activity. */
export async function observeMaps(
  source: FigureSource,
  options: FigureOptions,
  scorer: string,
): Promise<ObservedMaps> {
  const look = mapsOnly(figureLook(source, options, scorer));
  const observation = await source.analysis.observation(look);
  options.onObserved?.(observation);
  return { look, observation };
}

/** @throws UserError when it is a file of activity, of which no training is known */
export function networkOf({ subject: { saved, name } }: FigureSource): SavedNetwork {
  if (saved) return saved;
  throw new UserError(`${name} is a file of activity: nothing was trained`, "name a run or a checkpoint");
}

/** The units that a user named, in that order; undefined: none were. @throws UserError when there is no such unit */
export const namedUnits = ({ analysis }: FigureSource, { units }: FigureOptions): number[] | undefined =>
  units === undefined ? undefined : readUnits(units, analysis.source.units);

export const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** "unit 5", "units 3, 17 and 200", "24 units" */
export function listUnits(units: readonly number[]): string {
  if (units.length > 8) return `${units.length} units`;
  const list = units.length > 1 ? `${units.slice(0, -1).join(", ")} and ${units.at(-1)}` : String(units[0]);
  return `${units.length === 1 ? "unit" : "units"} ${list}`;
}

/** Units by falling hexagonal score. @throws UserError when none has one */
export function rankedUnits({ grid60, scorer }: GridScores): number[] {
  const units = bestUnits(grid60);
  if (units.length > 0) return units;
  throw new UserError(
    `no unit has a score: ${withoutScore(scorer, "their maps")}`,
    "train the network longer",
  );
}
