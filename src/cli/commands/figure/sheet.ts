/** All maps of a network, sorted, as its authors look at them: with their autocorrelograms, or in a square. */
import { bestUnits } from "../../../analyse/best-units.ts";
import { judgedAutocorrelogram } from "../../../analyse/elliptical.ts";
import type { GridScores } from "../../../analyse/grid-score.ts";
import { mapOf } from "../../../analyse/rate-map.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { withoutScore } from "../../../analyse/without-score.ts";
import { mapSheetFigure, type SheetUnit } from "../../../draw/figure/map-sheet-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { onHeap, requireMemory } from "../../../memory-need.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import {
  capital,
  type FigureOptions,
  type FigureSource,
  figureLook,
  listUnits,
  namedUnits,
  type ObservedMaps,
  observeMaps,
  thousands,
} from "./source.ts";

/** By which of the scores a sheet is sorted. */
export const sheetOrders = ["s60", "s90"] as const;

const scoreWords = { s60: "hexagonal score (60°)", s90: "square score (90°)" } as const;

/** Rate maps by falling score, and below them their autocorrelograms in the same order. @throws UserError when no unit has a score */
export const sheetPicture = (source: FigureSource, options: FigureOptions): Promise<Picture> =>
  sheetOf(source, options, true);

/** Rate maps by falling score, with nothing but that. @throws UserError when no unit has a score */
export const mosaicPicture = (source: FigureSource, options: FigureOptions): Promise<Picture> =>
  sheetOf(source, options, false);

async function sheetOf(source: FigureSource, options: FigureOptions, withShifts: boolean): Promise<Picture> {
  const { subject, analysis } = source;
  const by = options.by === "s90" ? "s90" : "s60";
  const published = options.reference === true;
  const scorer = findScorer(options.scorer ?? defaultScorer);
  const named = namedUnits(source, options);
  if (named && options.best !== undefined) {
    throw new UserError("--best and --units contradict each other", "leave out one of them", 2);
  }
  const { units: available } = analysis.source;
  const shown = named?.length ?? Math.min(options.best ?? available, available);
  if (withShifts) requireShifts(shown, figureLook(source, options, scorer.name).bins);
  const observed = await observeMaps(source, options, scorer.name);
  const scores = await analysis.scores(observed.look);
  const sorted = sortedUnits(scores, by);
  const units = named ? sorted.filter((unit) => named.includes(unit)) : sorted.slice(0, options.best);
  const data = {
    units: units.map((unit) => sheetUnit(source, observed, scores, unit, by, withShifts)),
    ...{ arena: analysis.source.arena, published },
  };
  const { look, observation } = observed;
  const all = observation.rates.units;
  const which = named
    ? capital(listUnits(units))
    : units.length === all
      ? `All ${all} units`
      : `The ${units.length} best of ${all} units`;
  const heading = {
    title: `${which} of ${titleOf(subject)}, by ${scoreWords[by]}`,
    subtitle: [
      withShifts
        ? "Number of the unit and, in parentheses, its score. Autocorrelograms in the same order, with the ring in which it was reached."
        : "Above each map its score.",
      ...(published ? ["As published: x downwards, y to the right."] : []),
      `Scorer ${scorer.name}, ${look.bins} x ${look.bins} bins, ${thousands(observation.samples)} samples. Noise reaches high scores, too: see the figure scores.`,
    ].join(" "),
  };
  const cmap = options.cmap ?? (published ? "jet" : "viridis");
  return { kind: "scene", heading, draw: (words, width) => mapSheetFigure(data, words, cmap, width) };
}

/** Values, pixels and what is written of them. */
const bytesPerShift = 24;

/** @throws UserError when the memory does not hold the autocorrelograms of so many units */
function requireShifts(units: number, bins: number): void {
  const needsAt = (count: number) => [
    onHeap("autocorrelograms", bytesPerShift * units * (2 * count - 1) ** 2, ["--bins", "--best"]),
  ];
  requireMemory({
    what: `a sheet of ${units} units in ${bins} x ${bins} bins`,
    needs: needsAt(bins),
    growing: { name: "--bins", value: bins, least: 3, needsAt },
  });
}

/** By falling score, those without one last. @throws UserError when none has one */
function sortedUnits({ grid60, grid90, scorer }: GridScores, by: keyof typeof scoreWords): number[] {
  const scores = by === "s60" ? grid60 : grid90;
  const sorted = bestUnits(scores);
  if (sorted.length === 0) {
    throw new UserError(
      `no unit has a score: ${withoutScore(scorer, "their maps")}`,
      "train the network longer",
    );
  }
  return [...sorted, ...Array.from(scores.keys()).filter((unit) => Number.isNaN(scores[unit]!))];
}

function sheetUnit(
  { engine }: FigureSource,
  { look, observation }: ObservedMaps,
  scores: GridScores,
  unit: number,
  by: keyof typeof scoreWords,
  withShifts: boolean,
): SheetUnit {
  const { bins, scorer } = look;
  const score = (by === "s60" ? scores.grid60 : scores.grid90)[unit]!;
  const said = Number.isNaN(score) ? "–" : signedText(score, 2);
  const rateMap = mapOf(observation.rates, unit);
  if (!withShifts) return { caption: said, rateMap };
  const values = judgedAutocorrelogram(engine, rateMap.values, bins, scorer);
  return {
    caption: `${unit} (${said})`,
    rateMap,
    autocorrelogram: { values, rows: 2 * bins - 1, columns: 2 * bins - 1 },
    ring: (by === "s60" ? scores.ring60 : scores.ring90)[unit] ?? undefined,
  };
}
