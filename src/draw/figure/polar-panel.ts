/** A curve over direction, as a part of a picture. In a terminal it is ../polar.ts's. */
import { finiteRange } from "../grid.ts";
import { formatSignificant } from "../text.ts";
import { type Panel, type Point, type Shape, straight } from "./scene.ts";
import { dataColour, ink, textSize } from "./theme.ts";

export interface PolarData {
  /** Of equal sectors of the full turn, the first one beginning at -pi; NaN leaves a gap. */
  readonly values: ArrayLike<number>;
  /** A direction to point at from the centre, rad; NaN for none. */
  readonly direction: number;
}

/** Room for the names of the directions. */
const edge = 32;
const quarter = Math.PI / 2;

/**
 * 0 degrees to the right, 90 up. The centre is 0, or the lowest value where that is negative, and then a dashed circle shows
 * 0; the rim is the highest value, written beside it. @param width of the panel, pixels @throws RangeError without values
 */
export function polarPanel({ values, direction }: PolarData, width: number): Panel {
  const range = finiteRange(values);
  if (!range) throw new RangeError("no values, no curve");
  const centre = Math.min(0, range[0]);
  const rim = range[1] > centre ? range[1] : centre + 1;
  const radius = width / 2 - edge;
  const middle = width / 2;
  const at = (angle: number, share: number): Point => [
    middle + radius * share * Math.cos(angle),
    middle - radius * share * Math.sin(angle),
  ];
  const share = (value: number) => (value - centre) / (rim - centre);
  const circle = (of: number, dashes?: readonly number[]): Shape => ({
    ...{ kind: "ellipse", x: middle, y: middle, radiusX: of * radius, radiusY: of * radius },
    stroke: { colour: dashes ? ink.plain : ink.faint, width: 1, dashes },
  });
  const spokes = [0, 1, 2, 3].map((i) =>
    straight([middle, middle], at(i * quarter, 1), { colour: ink.grid, width: 1 }),
  );
  const lines = curveOf(values, (angle, value) => at(angle, share(value)));
  const [x, y] = at(Math.PI / 4, 1.04);
  return {
    ...{ width, height: width },
    shapes: [
      ...spokes,
      circle(0.5),
      circle(1),
      ...(centre < 0 && rim > 0 ? [circle(share(0), [3, 3])] : []),
      { kind: "lines", lines, stroke: { colour: dataColour.first, width: 1.8 } },
      ...(Number.isNaN(direction)
        ? []
        : [straight([middle, middle], at(direction, 1), { colour: dataColour.second, width: 1.6 })]),
      ...directionNames(width, middle, radius),
      { kind: "text", x, y, text: formatSignificant(rim, 3), size: textSize.small, colour: ink.plain },
    ],
  };
}

/** Through the middles of the sectors, closed where all have a value. */
function curveOf(values: ArrayLike<number>, place: (angle: number, value: number) => Point): Point[][] {
  const sectors = values.length;
  const lines: Point[][] = [[]];
  for (let i = 0; i <= sectors; i++) {
    const value = values[i % sectors]!;
    if (Number.isNaN(value)) lines.push([]);
    else lines.at(-1)!.push(place(-Math.PI + (2 * Math.PI * (i + 0.5)) / sectors, value));
  }
  return lines.filter((line) => line.length > 1);
}

function directionNames(width: number, middle: number, radius: number): Shape[] {
  const name = (x: number, y: number, text: string, anchor: "start" | "middle" | "end"): Shape => ({
    ...{ kind: "text", x, y, text, anchor, size: textSize.small, colour: ink.plain },
  });
  const gap = 4;
  return [
    name(middle + radius + gap, middle + 4, "0°", "start"),
    name(middle, middle - radius - gap - 1, "90°", "middle"),
    name(middle - radius - gap, middle + 4, "180°", "end"),
    name(middle, Math.min(width - 2, middle + radius + gap + 11), "270°", "middle"),
  ];
}
