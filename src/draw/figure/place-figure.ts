/** A picture of a place cell: as the code has it, and as a network says. */
import type { ColourMapName } from "../colour-map.ts";
import type { Grid } from "../grid.ts";
import { arranged, type Heading, type Part, roomIn, withHeading } from "./compose.ts";
import { mapPanel, spanOf } from "./map-panel.ts";
import type { Scene } from "./scene.ts";

export interface PlaceData {
  /** Its value in the code at the middle of each bin. */
  readonly code: Grid;
  /** The probability that a network gives it, mean over visits. */
  readonly predicted: Grid;
  /** Sides of the box, m. */
  readonly arena: { readonly width: number; readonly height: number };
  /** m. */
  readonly centre: readonly [x: number, y: number];
}

const size = 300;
const least = 190;

/** Both maps, each from its lowest to its highest value, with the cell's centre. */
export function placeFigure(
  data: PlaceData,
  heading: Heading,
  colourMap: ColourMapName,
  width?: number,
): Scene {
  const part =
    (grid: Grid, keyLabel: string): Part =>
    (given) =>
      mapPanel({
        ...{ grid, colourMap, size, width: given, keyLabel, labelX: "x (m)", labelY: "y (m)" },
        ...{ spanX: spanOf(data.arena.width), spanY: spanOf(data.arena.height) },
        over: ({ x, y }) => [
          {
            ...{ kind: "ellipse", x: x(data.centre[0]), y: y(data.centre[1]), radiusX: 4, radiusY: 4 },
            stroke: { colour: "#ffffff", width: 1.6 },
          },
        ],
      });
  const parts = [
    part(data.code, "in the place code (probability)"),
    part(data.predicted, "by the network (probability)"),
  ];
  return withHeading(arranged(parts, roomIn(width), least, 28), heading, width);
}
