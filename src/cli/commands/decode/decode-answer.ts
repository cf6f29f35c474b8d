/** Where a network thinks it is. */
import type { DecodedPaths } from "../../../analyse/decode-paths.ts";
import { lineChart } from "../../../draw/chart.ts";
import { type PlotBox, pathPlot } from "../../../draw/path-plot.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";

export interface DecodePicture {
  readonly paths: DecodedPaths;
  readonly box: PlotBox;
  /** Of decoding the true code, and of knowing nothing, cm. */
  readonly floorCm: number;
  readonly chanceCm: number;
  /** How many paths to draw. */
  readonly drawn: number;
}

/** What `decode --json` answers. */
export const decodeSummary = ({ paths, floorCm, chanceCm }: DecodePicture) => ({
  trajectories: paths.trajectories,
  steps: paths.steps,
  ...{ decodeErrorCm: paths.errorCm, floorCm, chanceCm },
  errorByStepCm: paths.errorByStepCm,
});

/** Some paths in the box, the error after each step, the mean error between floor and chance. */
export function showDecoded(picture: DecodePicture, { terminal }: Drawing): string {
  const { paths, box, floorCm, chanceCm, drawn } = picture;
  const { trajectories, steps, errorCm, errorByStepCm } = paths;
  const some = Math.min(drawn, trajectories);
  const cut = (points: Float32Array) =>
    Array.from({ length: some }, (_, i) => points.subarray(i * steps * 2, (i + 1) * steps * 2));
  const series = [
    { label: "true", paths: cut(paths.position) },
    { label: "decoded", paths: cut(paths.decoded) },
  ];
  const positions = Array.from(errorByStepCm, (_, i) => i + 1);
  const curves = [
    { label: "mean decode error (cm)", positions, values: errorByStepCm },
    { label: "floor", positions, values: positions.map(() => floorCm) },
  ];
  const distances = `${errorCm.toFixed(2)} cm   (floor ${floorCm.toFixed(2)}, chance ${chanceCm.toFixed(1)})`;
  return paragraphs(
    some === 0 ? [] : pathPlot(series, box, terminal),
    steps === 1 ? [] : lineChart(curves, terminal, { height: 8 }),
    alignColumns(
      [
        ["decode error", distances],
        ["of", `${trajectories} trajectories of ${steps} steps, ${some} drawn`],
      ],
      terminal.columns,
    ),
  );
}
