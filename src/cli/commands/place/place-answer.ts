/** Where a place cell fires. */
import type { PlaceMap } from "../../../analyse/place-map.ts";
import { beside } from "../../../draw/beside.ts";
import { drawTile } from "../../../draw/mosaic.ts";
import { formatSignificant } from "../../../draw/text.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";

export interface PlacePicture {
  readonly cell: number;
  /** m. */
  readonly centre: readonly [x: number, y: number];
  /** Its value in the code at the middle of each bin. */
  readonly code: PlaceMap;
  /** The probability a network gives it, mean over visits. */
  readonly predicted: PlaceMap;
}

/** What `place --json` answers. */
export const placeSummary = ({ cell, centre, code, predicted }: PlacePicture) => ({
  cell,
  centre,
  bins: code.bins,
  ...{ code: code.values, predicted: predicted.values },
});

/** The two maps side by side, and where the centre is. */
export function showPlace({ cell, centre, code, predicted }: PlacePicture, drawing: Drawing): string {
  const { terminal, colourMap } = drawing;
  const tile = ({ bins, values }: PlaceMap, caption: string) =>
    drawTile({ grid: { values, rows: bins, columns: bins }, caption }, terminal, { colourMap, barUnit: "" });
  const [x, y] = centre.map((metres) => formatSignificant(metres, 3));
  return [
    `place cell ${cell}: probabilities`,
    "",
    ...beside([tile(code, "in the place code"), tile(predicted, "by the network")], terminal.columns),
    "",
    ...alignColumns([["centre", `x ${x} m, y ${y} m`]]),
  ].join("\n");
}
