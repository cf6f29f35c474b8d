import { shufflingWords, tuning } from "../../../analyse/tuning.ts";
import { tuningFigure } from "../../../draw/figure/tuning-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import { tuningOptions } from "../tuning/command.ts";
import { unitTuningData } from "../tuning/tuning-pictures.ts";
import { mostTuned } from "../tuning/tuning-sort.ts";
import type { Picture } from "./picture.ts";
import {
  capital,
  type FigureOptions,
  type FigureSource,
  listUnits,
  namedUnits,
  thousands,
} from "./source.ts";

const shownByDefault = 4;
const bins = { headingBins: 20, speedBins: 12, shuffles: 100 };

/** Rates over heading and over speed of units, by default of those most tuned to heading. @throws UserError as `tuning` */
export function tuningPicture(figure: FigureSource, options: FigureOptions): Picture {
  const { engine, source } = figure.analysis;
  const named = namedUnits(figure, options);
  const { seed, trajectories, steps } = options;
  const found = tuning(engine, source, tuningOptions({ ...bins, seed, trajectories, steps }, source));
  const units = named ?? mostTuned(found, options.best ?? shownByDefault);
  const drawn = units.map((unit) => unitTuningData(found, unit));
  const which = named ? "" : ", the most tuned to heading";
  const heading = {
    title: `Tuning of ${listUnits(units)} of ${titleOf(figure.subject)}`,
    subtitle: [
      `${capital(listUnits(units))} of ${found.units}${which}. Left: mean rate over heading, the highest written at the rim, and its mean`,
      `direction; right: over speed. ${thousands(found.samples)} samples. Null: ${found.shuffles} shuffles, ${shufflingWords[found.shufflingBy]}.`,
      "It does not know of places: a unit tuned to a place near a wall is tuned to headings and speeds as well.",
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => tuningFigure(drawn, ...layout) };
}
