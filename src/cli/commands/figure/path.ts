/** The path figure: single paths, real and predicted, with the trace of the heading. */
import { type DecodedPaths, decodePaths } from "../../../analyse/decode-paths.ts";
import { decodeFloorCm } from "../../../code/place-floors.ts";
import { type PathFigureData, type PredictedPath, pathFigure } from "../../../draw/figure/path-figure.ts";
import { titleOf } from "../../../session/subject.ts";
import type { Arena } from "../../../world/arena.ts";
import { requestOf } from "../../frame/subject.ts";
import type { Picture } from "./picture.ts";
import { countTrajectories, type FigureOptions, type FigureSource } from "./source.ts";

const drawnByDefault = 10;

/** Real and predicted paths of the first trajectories, by the cells with the largest logit. */
export function pathPicture({ subject, analysis }: FigureSource, options: FigureOptions): Picture {
  const { engine, source } = analysis;
  const request = { ...requestOf(options, source), trajectories: options.trajectories ?? drawnByDefault };
  const ofCode = options.encoded === true;
  const ofTwo = source.places?.decodeTwo !== undefined;
  const paths = decodePaths(engine, source, request, { by: ofTwo ? undefined : 1, ofCode });
  const data = pathFigureData(paths, source.arena, ofCode ? "encoded and decoded" : "prediction");
  const floor = ofTwo
    ? source.levels(request.seed).decodeErrorCm!.floor
    : decodeFloorCm(engine, source.places!.code, { seed: request.seed }, 1);
  const predicted = ofTwo
    ? `the middle of one of the two clusters of the ${source.places!.topK} best place cells, whichever is nearer`
    : "the centre of the place cell with the largest logit";
  const heads = paths.headings !== undefined;
  const counted = `${countTrajectories(request.trajectories)} of ${request.steps} steps`;
  const heading = {
    title: ofCode ? `Paths in the place code of ${titleOf(subject)}` : `Paths of ${titleOf(subject)}`,
    subtitle: [
      ofCode
        ? `${counted}, encoded and decoded again, without a network: each place as the centre of the place cell that fires most there${heads ? ", each heading (below) as the preferred one of such a head-direction cell" : ""}.`
        : `${counted}. A prediction is ${predicted}${heads ? ", and below the preferred heading of such a head-direction cell" : ""}.`,
      `Above each its mean error, over all ${paths.errorCm.toFixed(1)} cm (floor of the place code, decoded in the same way, ${floor.toFixed(1)} cm).`,
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => pathFigure(data, ...layout) };
}

/** @param predicted what the prediction is called */
export function pathFigureData(paths: DecodedPaths, arena: Arena, predicted: string): PathFigureData {
  return {
    ...{ arena, predicted },
    paths: Array.from({ length: paths.trajectories }, (_, path) => predictedPath(paths, path)),
  };
}

function predictedPath(paths: DecodedPaths, path: number): PredictedPath {
  const { steps, start, position, decoded, error, headings } = paths;
  const errors = error.subarray(path * steps, (path + 1) * steps);
  const cut = (values: Float32Array, width: number) =>
    values.subarray(path * steps * width, (path + 1) * steps * width);
  const mean = errors.reduce((sum, one) => sum + one, 0) / steps;
  return {
    name: `path ${path + 1}: ${(100 * mean).toFixed(1)} cm`,
    start: start.length > 0 ? [start[2 * path]!, start[2 * path + 1]!] : undefined,
    truth: cut(position, 2),
    predicted: cut(decoded, 2),
    headings: headings && { truth: cut(headings.truth, 1), predicted: cut(headings.decoded, 1) },
  };
}
