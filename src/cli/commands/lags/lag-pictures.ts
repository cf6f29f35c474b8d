/** The pictures of lags by the names of their files, from the arrays that are written beside them. */

import { bestUnits } from "../../../analyse/best-units.ts";
import type { LagAxis } from "../../../analyse/lags/lag-sweep.ts";
import type { ColourMapName } from "../../../draw/colour-map.ts";
import { lagClassesFigure } from "../../../draw/figure/lag-classes-figure.ts";
import type { ClassCurve } from "../../../draw/figure/lag-curves.ts";
import { classKinds } from "../../../draw/figure/lag-data.ts";
import { lagSummaryFigure } from "../../../draw/figure/lag-summary-figure.ts";
import { lagHeatFigure, unitCurvesFigure } from "../../../draw/figure/lag-units-figure.ts";
import { mapPairsFigure } from "../../../draw/figure/map-pairs-figure.ts";
import { rateMapFigure } from "../../../draw/figure/rate-map-figure.ts";
import { shiftHistogramFigure } from "../../../draw/figure/shift-histogram-figure.ts";
import { shiftScatterFigure } from "../../../draw/figure/shift-scatter-figure.ts";
import type { Picture } from "../figure/picture.ts";
import type { LagResults } from "./lag-results.ts";

/** Classes of cells that a rule knows; the others are what is left. */
const ofCells = 3;
/** As published. */
const [histogramBins, summaryBins] = [39, 30];

/** Those that every network has; pictures of maps only where there are maps, of low-grid units only where there are some. */
export function lagPictures(results: LagResults, cmap: ColourMapName): ReadonlyMap<string, Picture> {
  const { bestCm, lagCm, units, scores, minShiftCm, control, thresholds } = results;
  const { zeroScores, shiftedScores, explainedVariance, unitNull } = results;
  const lagLabel = shiftLabel(results.axis);
  const classes = drawnClasses(results);
  const cells = classes.slice(0, ofCells);
  const outermost = edgesOf(results);
  const limitCm = Math.max(minShiftCm, ...outermost.map(Math.abs));
  const shiftedName = `at shifts of ${Number(minShiftCm.toPrecision(3))} cm or more`;
  const scatter = { zeroScores, shiftedScores, bestCm, classes, limitCm, shiftedName, guides: thresholds };
  const values = { lagCm, units, values: scores, lagLabel, valueLabel };
  const overLags = { ...values, bestCm, classes: cells };
  const shifts = { bestCm, lagCm, edgeCm: outermost, minShiftCm, lagLabel, control, bins: histogramBins };
  const curves = {
    ...{ ...values, shown: bestUnits(results.highestScores).slice(0, shownUnits), nulls: unitNull },
    numberOf: numberOf(results),
    beside: explainedVariance && { label: "explained variance", values: explainedVariance },
  };
  const scene = (words: string, draw: SceneOf) => sceneOf(results, words, draw);
  return new Map<string, Picture>([
    [
      "gridness_zero_vs_shift",
      scene("Scores without and with a shift", (...layout) => shiftScatterFigure(scatter, ...layout)),
    ],
    [
      "predictive_classes",
      scene("Scores over lags", (words, width) => lagClassesFigure(overLags, words, cmap, width)),
    ],
    [
      "preferred_shift_distribution",
      scene("Preferred shifts", (...layout) =>
        shiftHistogramFigure({ ...shifts, classes: cells.slice(0, 2) }, ...layout),
      ),
    ],
    [
      "predictive_gridness_per_cell",
      scene(`Scores over lags of the ${curves.shown.length} best units`, (...layout) =>
        unitCurvesFigure(curves, ...layout),
      ),
    ],
    [
      "predictive_gridness_heatmap",
      scene("Scores over lags, unit by unit", (words, width) => lagHeatFigure(values, words, cmap, width)),
    ],
    ...mapPictures(results, cmap),
  ]);
}

/** Counts, preferred shifts and scores of the classes of a rule. */
export function lagSummaryPicture(results: LagResults): Picture {
  const { bestCm, lagCm, minShiftCm, control, thresholds, zeroScores, bestScores } = results;
  const data = {
    ...{ bestCm, lagCm, minShiftCm, control, thresholds, zeroScores, bestScores, valueLabel },
    ...{ edgeCm: edgesOf(results), lagLabel: shiftLabel(results.axis), bins: summaryBins },
    classes: drawnClasses(results).slice(0, ofCells),
  };
  return sceneOf(results, "Predictive and retrospective units", (...layout) =>
    lagSummaryFigure(data, ...layout),
  );
}

function mapPictures(results: LagResults, cmap: ColourMapName): [string, Picture][] {
  const { maps, lowGrid, highestScores } = results;
  if (!maps) return [];
  const pairs = bestMapped(results).flatMap((unit) => maps.pair(unit) ?? []);
  const low = lowMapped(results);
  const number = numberOf(results);
  const tiles = low.map((unit) => ({
    ...{ unit: number(unit), score: highestScores[unit]!, grid: maps.rateMap(unit) },
  }));
  const { arena } = maps;
  return [
    ...(pairs.length > 0
      ? [
          [
            "evaluation_results",
            sceneOf(
              results,
              `The ${pairs.length} units of the highest scores without a shift`,
              (words, width) => mapPairsFigure(pairs, words, cmap, width),
            ),
          ] satisfies [string, Picture],
        ]
      : []),
    ...(lowGrid && low.length > 0
      ? [
          [
            `low_grid_ratemaps_lt_${lowGrid.threshold.toFixed(2)}`,
            sceneOf(results, lowGridTitle(lowGrid.threshold, low.length), (words, width) =>
              rateMapFigure({ tiles, arena, columns: 4 }, words, cmap, width),
            ),
          ] satisfies [string, Picture],
        ]
      : []),
  ];
}

const lowGridTitle = (threshold: number, shown: number): string =>
  `The first ${shown} units below ${threshold.toFixed(2)} at every lag, with their highest score`;

const shownUnits = 16;

/** Units whose maps are shown: the best without a shift, and the first low-grid ones. */
export const mappedUnits = (results: Omit<LagResults, "maps">): number[] => [
  ...new Set([...bestMapped(results), ...lowMapped(results)]),
];

const bestMapped = ({ zeroScores }: Pick<LagResults, "zeroScores">): number[] =>
  bestUnits(zeroScores).slice(0, shownUnits);

const lowMapped = ({ lowGrid }: Pick<LagResults, "lowGrid">): number[] =>
  Array.from(lowGrid?.units ?? []).slice(0, shownUnits);

const numberOf =
  ({ unitNumbers }: LagResults) =>
  (unit: number): number =>
    unitNumbers?.[unit] ?? unit;

const sceneOf = (results: LagResults, words: string, draw: SceneOf): Picture => ({
  ...{ kind: "scene", draw },
  heading: { title: `${words}: ${results.title}`, subtitle: `${results.how}${stepWords(results)}` },
});

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
