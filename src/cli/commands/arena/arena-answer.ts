/** The world of a network. */
import { pathPlot } from "../../../draw/path-plot.ts";
import { type Arena, sizeInWords } from "../../../world/arena.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";

export interface ArenaPicture {
  readonly box: Arena;
  /** [cells, 2] m. */
  readonly centres: Float32Array;
  /** Standard deviation of a place field, m. */
  readonly width: number;
  /** Ensembles of the code that are not drawn. */
  readonly others: readonly { readonly cells: number; readonly quantity: "place" | "head" }[];
  /** Each [points, 2] m. */
  readonly paths: readonly Float32Array[];
  /** s. */
  readonly dt: number;
}

/** What `arena --json` answers. */
export const arenaSummary = ({ box, centres, width, others, paths, dt }: ArenaPicture) => {
  const pairs = (points: Float32Array) =>
    Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]);
  return {
    box: [box.width, box.height],
    periodic: box.periodic,
    ...(box.round && { round: true }),
    placeCells: centres.length / 2,
    placeCellWidth: width,
    otherEnsembles: others,
    ...{ centres: pairs(centres), trajectories: paths.map(pairs), dt },
  };
};

/** Box, centres of the place cells and trajectories in one picture. */
export function showArena(picture: ArenaPicture, { terminal }: Drawing): string {
  const { box, centres, width, others, paths, dt } = picture;
  const steps = paths.length > 0 ? paths[0]!.length / 2 - 1 : 0;
  const series = [
    { label: "centres of place cells", paths: [centres], scattered: true },
    { label: "trajectories", paths },
  ];
  return paragraphs(
    pathPlot(series, box, terminal),
    alignColumns(
      [
        ["box", `${sizeInWords(box)}${box.periodic ? "" : ", with walls"}`],
        ["place cells", `${centres.length / 2}, each of width ${width} m`],
        ...others.map(({ cells, quantity }): [string, string] => [
          "not drawn",
          quantity === "place"
            ? `${cells} place cells of a further ensemble`
            : `${cells} head-direction cells`,
        ]),
        ["drawn", `${paths.length} trajectories of ${steps} steps of ${Number(dt.toPrecision(4))} s`],
      ],
      terminal.columns,
    ),
  );
}
