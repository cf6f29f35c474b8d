/** The pictures of lags by the names of their files, from the arrays that are written beside them. */
import type { LagAxis } from "../../../analyse/lags/lag-sweep.ts";
import type { ColourMapName } from "../../../draw/colour-map.ts";
import { lagClassesFigure } from "../../../draw/figure/lag-classes-figure.ts";
import type { ClassCurve } from "../../../draw/figure/lag-curves.ts";
import { type ClassControl, classKinds, type LagNull } from "../../../draw/figure/lag-data.ts";
import { shiftHistogramFigure } from "../../../draw/figure/shift-histogram-figure.ts";
import { shiftScatterFigure } from "../../../draw/figure/shift-scatter-figure.ts";
import type { Picture } from "../figure/picture.ts";

/** Of one network or recording by one rule. */
export interface LagResults {
  /** "quick after 1300 steps" */
  readonly title: string;
  /** What belongs beside the numbers: rule and thresholds, scorer, bins, samples, null, conditions. Sentences. */
  readonly how: string;
  readonly axis: LagAxis;
  readonly cmPerStep: number;
  readonly units: number;
  readonly lagCm: ArrayLike<number>; // [L]
  readonly scores: ArrayLike<number>; // [L, units]
  readonly zeroScores: ArrayLike<number>; // [units]
  readonly shiftedScores: ArrayLike<number>; // [units]
  readonly bestCm: ArrayLike<number>; // [units]
  /** In the order of the rule: ahead, behind, here, and what is left. */
  readonly classes: readonly ResultClass[];
  readonly minShiftCm: number;
  /** Scores that the rule goes by: "low-grid threshold 0.20". */
  readonly thresholds: readonly { readonly at: number; readonly label: string }[];
  /** Preferred shifts by the same rule in a shuffle or an untrained network. */
  readonly control?: { readonly label: string; readonly bestCm: ArrayLike<number> } | undefined;
}

export interface ResultClass {
  readonly name: string;
  readonly units: ArrayLike<number>;
  /** Counts by the same rule elsewhere. */
  readonly controls?: readonly ClassControl[] | undefined;
  /** Against the mean curve of the class. */
  readonly null?: LagNull | undefined;
}

/** Classes of cells that a rule knows; the others are what is left. */
const ofCells = 3;
const histogramBins = 39;

/** Scatter, classes and preferred shifts. */
export function lagPictures(results: LagResults, cmap: ColourMapName): ReadonlyMap<string, Picture> {
  const { title, how, bestCm, lagCm, units, scores, minShiftCm, control, thresholds } = results;
  const lagLabel = shiftLabel(results.axis);
  const classes = drawnClasses(results);
  const cells = classes.slice(0, ofCells);
  const scene = (words: string, draw: SceneOf): Picture => ({
    ...{
      kind: "scene",
      heading: { title: `${words}: ${title}`, subtitle: `${how}${stepWords(results)}` },
      draw,
    },
  });
  const outermost = edgesOf(results);
  const limitCm = Math.max(minShiftCm, ...outermost.map(Math.abs));
  const least = Number(minShiftCm.toPrecision(3));
  const { zeroScores, shiftedScores } = results;
  const scatter = {
    ...{ zeroScores, shiftedScores, bestCm, classes, limitCm, guides: thresholds },
    shiftedName: `at shifts of ${least} cm or more`,
  };
  const maps = { lagCm, units, values: scores, bestCm, lagLabel, classes: cells, valueLabel };
  const shifts = { bestCm, lagCm, edgeCm: outermost, minShiftCm, lagLabel, control, bins: histogramBins };
  return new Map<string, Picture>([
    [
      "gridness_zero_vs_shift",
      scene("Scores without and with a shift", (...layout) => shiftScatterFigure(scatter, ...layout)),
    ],
    [
      "predictive_classes",
      scene("Scores over lags", (words, width) => lagClassesFigure(maps, words, cmap, width)),
    ],
    [
      "preferred_shift_distribution",
      scene("Preferred shifts", (...layout) =>
        shiftHistogramFigure({ ...shifts, classes: cells.slice(0, 2) }, ...layout),
      ),
    ],
  ]);
}

type SceneOf = Extract<Picture, { kind: "scene" }>["draw"];

const valueLabel = "hexagonal score (60°)";

export const shiftLabel = (axis: LagAxis): string =>
  axis === "distance" ? "shift along the path (cm)" : "shift (cm)";

/** A time step is a length only on average. */
const stepWords = ({ axis, cmPerStep }: LagResults): string =>
  axis === "distance" ? "" : ` Shifts are time steps of ${cmPerStep.toFixed(2)} cm on average.`;

const drawnClasses = ({ classes }: LagResults): ClassCurve[] =>
  classes.map((one, i) => ({ ...one, kind: classKinds[Math.min(i, classKinds.length - 1)]! }));

/** The first and the last lag at which any unit has a score. */
function edgesOf({ lagCm, scores, units }: LagResults): number[] {
  const lags = Array.from(lagCm).filter((_, lag) => {
    for (let unit = 0; unit < units; unit++) if (!Number.isNaN(scores[lag * units + unit]!)) return true;
    return false;
  });
  return lags.length > 0 ? [lags[0]!, lags.at(-1)!] : [];
}
