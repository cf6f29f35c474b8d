/** Where a network thinks it is. */
import type { DecodedPaths } from "../../../analyse/decode-paths.ts";
import { lineChart } from "../../../draw/chart.ts";
import { type DecodedPath, decodedPathPlot } from "../../../draw/decoded-paths.ts";
import type { Levels } from "../../../tasks/experiment.ts";
import { type Arena, sizeInWords } from "../../../world/arena.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";

export interface DecodePicture {
  readonly paths: DecodedPaths;
  readonly box: Arena;
  /** Of decoding the true code, and of knowing nothing, cm. */
  readonly floorCm: number;
  readonly chanceCm: number;
  /** The same of both agents together, where there are two. */
  readonly bothCm: Levels | undefined;
  /** How many paths to draw. */
  readonly drawn: number;
  /** Whether what is decoded is the true code, and no network was asked. */
  readonly ofCode: boolean;
}

/** What `decode --json` answers. */
export const decodeSummary = ({ paths, floorCm, chanceCm, bothCm }: DecodePicture) => ({
  trajectories: paths.trajectories,
  steps: paths.steps,
  ...{ decodeErrorCm: paths.errorCm, floorCm, chanceCm },
  ...(paths.bothErrorCm !== undefined && {
    bothErrorCm: paths.bothErrorCm,
    ...{ bothFloorCm: bothCm?.floor, bothChanceCm: bothCm?.chance },
  }),
  errorByStepCm: paths.errorByStepCm,
});

/** Some paths in the box, the error after each step, the mean error between floor and chance. */
export function showDecoded(picture: DecodePicture, { terminal }: Drawing): string {
  const { paths, box, floorCm, chanceCm, bothCm, drawn, ofCode } = picture;
  const { trajectories, steps, errorCm, errorByStepCm } = paths;
  const some = Math.min(drawn, trajectories);
  const drawnPaths = Array.from({ length: some }, (_, i) => decodedPath(paths, i));
  const positions = Array.from(errorByStepCm, (_, i) => i + 1);
  const curves = [
    { label: "mean decode error (cm)", positions, values: errorByStepCm },
    { label: "floor", positions, values: positions.map(() => floorCm) },
  ];
  const both = paths.bothErrorCm;
  const levels = bothCm && `   (floor ${bothCm.floor.toFixed(2)}, chance ${bothCm.chance.toFixed(1)})`;
  const distances = `${errorCm.toFixed(2)} cm   (floor ${floorCm.toFixed(2)}, chance ${chanceCm.toFixed(1)})`;
  return paragraphs(
    some === 0 ? [] : decodedPathPlot(drawnPaths, box, terminal),
    steps === 1 ? [] : lineChart(curves, terminal, { height: 6, logarithmic: true }),
    alignColumns(
      [
        ["decode error", distances],
        ...(both === undefined
          ? []
          : [["both agents", `${both.toFixed(2)} cm, median in four dimensions${levels ?? ""}`] as const]),
        [
          "of",
          `${trajectories} trajectories of ${steps} steps, ${some} drawn${some > 0 ? ", with the mean error of each" : ""}`,
        ],
        ...(ofCode ? [["asked", "no network: the true code, encoded and decoded again"] as const] : []),
        ["box", sizeInWords({ ...box, periodic: false })],
      ],
      terminal.columns,
    ),
  );
}

/** One of the paths, with its own mean error. */
function decodedPath(
  { steps, start, position, decoded, error, headings }: DecodedPaths,
  path: number,
): DecodedPath {
  const cut = (points: Float32Array) => points.subarray(path * steps * 2, (path + 1) * steps * 2);
  const cutHeadings = (some: Float32Array) => some.subarray(path * steps, (path + 1) * steps);
  const errors = error.subarray(path * steps, (path + 1) * steps);
  return {
    ...{ truth: cut(position), decoded: cut(decoded) },
    start: start.length > 0 ? [start[2 * path]!, start[2 * path + 1]!] : undefined,
    headings: headings && { truth: cutHeadings(headings.truth), decoded: cutHeadings(headings.decoded) },
    errorCm: (100 * errors.reduce((sum, one) => sum + one, 0)) / steps,
  };
}
