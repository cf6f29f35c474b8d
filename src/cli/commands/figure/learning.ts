import { learningFigure } from "../../../draw/figure/learning-figure.ts";
import { readScores } from "../../../run/metrics-log.ts";
import { type ScoreRecord, scoreCurves } from "../../../run/score-record.ts";
import { UserError } from "../../../user-error.ts";
import type { Picture } from "./picture.ts";
import { logPathOf } from "./run-log.ts";
import { countTrajectories, type FigureSource } from "./source.ts";

/** How the units scored over the training, with their null. @throws UserError when nobody looked while it was trained */
export function learningPicture(source: FigureSource): Picture {
  const { name } = source.subject;
  const records = readScores(logPathOf(source)).filter((record) =>
    scoreCurves.some((curve) => record[curve] !== null),
  );
  const last = records.at(-1);
  if (!last) {
    throw new UserError(
      `${name} was not scored while it was trained`,
      "train with --set train.scoreEvery=100; figure … scores scores it as it is now",
    );
  }
  const heading = { title: `Hexagonal scores of ${name} over its training`, subtitle: subtitleOf(last) };
  const data = learningOf(records);
  return { kind: "scene", heading, draw: (...layout) => learningFigure(data, ...layout) };
}

/** As plain curves; what was not known is NaN. */
const learningOf = (records: readonly ScoreRecord[]) => {
  const curve = (name: Exclude<keyof ScoreRecord, "kind" | "scorer">) =>
    records.map((record) => record[name] ?? Number.NaN);
  return {
    steps: curve("step"),
    mean: curve("meanGridScore"),
    median: curve("medianGridScore"),
    null95: curve("null95"),
    aboveNull: curve("shareAboveNull95"),
    threshold: records.at(-1)!.threshold ?? Number.NaN,
    aboveThreshold: curve("shareAboveThreshold"),
    nullAboveThreshold: curve("nullShareAboveThreshold"),
    spacing: curve("medianSpacing"),
  };
};

const subtitleOf = ({ scorer, bins, trajectories, units, nullMaps }: ScoreRecord): string =>
  [
    `Hexagonal scores of ${units} units: scorer ${scorer}, ${bins} x ${bins} bins, ${countTrajectories(trajectories)} at each point.`,
    `Null: ${nullMaps ?? 0} maps of noise as smooth as the units' maps, matched at some of the points, scored in the same way.`,
  ].join(" ");
