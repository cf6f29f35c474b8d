/** The sheet of curves over heading: of the smoothest units, of the most tuned, or of all. */
import { headingCurves } from "../../../analyse/heading-curves.ts";
import { smoothnessSectors } from "../../../analyse/heading-shape.ts";
import { type SmoothCurves, smoothCurves } from "../../../analyse/smooth-curves.ts";
import { shufflingWords, type Tuning, tuning } from "../../../analyse/tuning.ts";
import type { TuningOptions } from "../../../analyse/tuning-rows.ts";
import { headingSheetFigure } from "../../../draw/figure/heading-sheet-figure.ts";
import { signedText } from "../../../draw/figure/text.ts";
import { formatSignificant } from "../../../draw/text.ts";
import { titleOf } from "../../../session/subject.ts";
import { UserError } from "../../../user-error.ts";
import { tuningOptions } from "../tuning/command.ts";
import { sortedUnits, sortWords } from "../tuning/tuning-sort.ts";
import type { Picture } from "./picture.ts";
import {
  capital,
  type FigureOptions,
  type FigureSource,
  listUnits,
  namedUnits,
  thousands,
} from "./source.ts";

/** By what the units may be ranked; the first one unless the user says. */
export const headingOrders = ["smoothness", "heading"] as const;
export type HeadingOrder = (typeof headingOrders)[number];

const shownByDefault = 10;
const bins = { headingBins: 20, speedBins: 12, shuffles: 100 };

/** Mean activity in 200 sectors of heading, of the ten smoothest units by default. @throws UserError as `tuning` */
export function headingsPicture(figure: FigureSource, options: FigureOptions): Picture {
  const { engine, source } = figure.analysis;
  const named = namedUnits(figure, options);
  if (named && (options.best ?? options.by) !== undefined) {
    const flag = options.best === undefined ? "--by" : "--best";
    throw new UserError(`${flag} and --units contradict each other`, "leave out one of them", 2);
  }
  const { seed, trajectories, steps } = options;
  const order: HeadingOrder = options.by === "heading" ? "heading" : "smoothness";
  const wanted = tuningOptions({ ...bins, seed, trajectories, steps }, source);
  const found = tuning(engine, source, wanted);
  const { rates, sectors, smoothness } = curvesOf(figure, wanted, named !== undefined || order === "heading");
  const units =
    named ?? sortedUnits({ tuning: found, smoothness }, order).slice(0, options.best ?? shownByDefault);
  const curves = units.map((unit) => ({
    name: `unit ${unit}`,
    words: headingWords(found.heading, unit),
    signed: found.heading.signed[unit]!,
    rates: rates.subarray(unit * sectors, (unit + 1) * sectors),
  }));
  const which = named
    ? capital(listUnits(named))
    : units.length === found.units
      ? `All ${found.units} units`
      : `The ${units.length} of ${found.units} units`;
  const heading = {
    title: `${which}${named ? "" : ` ${sortWords[order]}`}: ${titleOf(figure.subject)}`,
    subtitle: [
      `Mean activity in ${sectors} sectors of heading, ${thousands(found.samples)} samples. r: length of the mean vector over ${bins.headingBins} sectors, undefined for units that go below zero, which have the amplitude of the cosine that fits best instead;`,
      `null: 95 % of ${found.shuffles} shuffles are below, ${shufflingWords[found.shufflingBy]}.`,
      ...(order === "smoothness" && !named
        ? ["Smooth is also what hardly varies: the range of each axis says how much there is to see."]
        : []),
      "The null does not know of places: a unit tuned to a place near a wall is tuned to headings as well.",
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => headingSheetFigure(curves, ...layout) };
}

/** @param unranked gaps in the curves do no harm then */
function curvesOf(
  { analysis: { engine, source } }: FigureSource,
  wanted: TuningOptions,
  unranked: boolean,
): Pick<SmoothCurves, "rates" | "sectors"> & Partial<SmoothCurves> {
  if (!unranked) return smoothCurves(engine, source, wanted);
  const sectors = smoothnessSectors;
  return { sectors, ...headingCurves(engine, source, { ...wanted, headingBins: sectors, shuffles: 0 }) };
}

function headingWords(
  { vectorLength, amplitude, direction, null95 }: Tuning["heading"],
  unit: number,
): string {
  if (Number.isNaN(direction[unit]!)) return "does not vary";
  const beside = Number.isNaN(null95[unit]!) ? "" : `, null\u00a0${formatSignificant(null95[unit]!, 2)}`;
  return Number.isNaN(vectorLength[unit]!)
    ? `r undefined, amplitude ${formatSignificant(amplitude[unit]!, 2)}${beside}`
    : `r ${signedText(vectorLength[unit]!, 2)}${beside}`;
}
