/** A picture of the box with its place cells and paths. Nothing is simulated here. */
import { type Box, pathLines, pathOf, roundWall } from "./arena-paths.ts";
import { framed } from "./axes.ts";
import { fitted, type Heading, roomIn, withHeading } from "./compose.ts";
import { type Key, legend } from "./legend.ts";
import { areaFor, slopeOf, spanOf } from "./map-panel.ts";
import { type Panel, type Point, placed, type Scene, type Shape } from "./scene.ts";
import { cycleColour, dataColour, ink } from "./theme.ts";

export interface ArenaData {
  readonly arena: Box;
  /** Of the place cells, m; empty where there are none. */
  readonly centresX: ArrayLike<number>;
  readonly centresY: ArrayLike<number>;
  /** Standard deviation of a place field, m. */
  readonly fieldWidth: number;
  /** Of the rat, each [points, 2] m. */
  readonly paths: readonly ArrayLike<number>[];
}

const standard = 480;

export const arenaFigure = (data: ArenaData, heading: Heading, width?: number): Scene =>
  withHeading(arenaPanel(data, roomIn(width)), heading, width);

/** The box: centres of the place cells with one place field for its size, where there are any, and paths of the rat. */
export function arenaPanel(data: ArenaData, width?: number): Panel {
  const slope = slopeOf(spanOf(data.arena.width), spanOf(data.arena.height));
  return fitted((size) => sized(data, size), width, standard, slope);
}

function sized(data: ArenaData, size: number): Panel {
  const { arena, centresX, centresY, paths } = data;
  const [spanX, spanY] = [spanOf(arena.width), spanOf(arena.height)];
  const area = areaFor(spanX, spanY, size);
  const keys: Key[] = [
    ...(centresX.length > 0 ? keysOfCells(data) : []),
    ...(paths.length > 0
      ? [
          {
            label: paths.length === 1 ? "1 trajectory" : `${paths.length} trajectories`,
            colour: cycleColour(0),
            mark: "line",
          } as const,
        ]
      : []),
  ];
  const above = legend(keys, area.width);
  const frame = framed({
    ...{ ...area, sizeOf: "area", closed: true, grid: false, top: above.height + 6 },
    ...{ x: { label: "x (m)", range: spanX }, y: { label: "y (m)", range: spanY } },
    draw: ({ x, y, ...size }) => [
      ...roundWall(arena, { x, y, ...size }),
      ...(centresX.length > 0 ? [field(data, (share) => x(share) - x(0), [x, y])] : []),
      ...Array.from({ length: centresX.length }, (_, i): Shape => {
        const [fill, radius] = [{ colour: ink.plain, opacity: 0.7 }, 1.8];
        return {
          kind: "ellipse",
          x: x(centresX[i]!),
          y: y(centresY[i]!),
          radiusX: radius,
          radiusY: radius,
          fill,
        };
      }),
      ...paths.map((path, b): Shape => {
        const lines = pathLines(pathOf(path), arena).map((line) =>
          line.map(([px, py]): Point => [x(px), y(py)]),
        );
        return { kind: "lines", lines, stroke: { colour: cycleColour(b), width: 1.8, opacity: 0.85 } };
      }),
    ],
  });
  return { ...frame, shapes: [placed(above, frame.area.x, 0), ...frame.shapes] };
}

const keysOfCells = ({ centresX, fieldWidth }: ArenaData): Key[] => [
  { label: `${centresX.length} place cells`, colour: ink.plain, mark: "dot" },
  { label: `one place field, sigma ${fieldWidth} m`, colour: dataColour.second, mark: "area" },
];

/** The field of the cell nearest to the middle, drawn to one standard deviation. */
function field(
  { centresX, centresY, fieldWidth }: ArenaData,
  lengthOf: (metres: number) => number,
  [x, y]: readonly [(value: number) => number, (value: number) => number],
): Shape {
  let cell = 0;
  for (let i = 1; i < centresX.length; i++) {
    if (Math.hypot(centresX[i]!, centresY[i]!) < Math.hypot(centresX[cell]!, centresY[cell]!)) cell = i;
  }
  const radius = lengthOf(fieldWidth);
  const fill = { colour: dataColour.second, opacity: 0.35 };
  const stroke = { colour: dataColour.second, width: 1.2 };
  const place = { x: x(centresX[cell]!), y: y(centresY[cell]!), radiusX: radius, radiusY: radius };
  return { kind: "ellipse", ...place, fill, stroke };
}
