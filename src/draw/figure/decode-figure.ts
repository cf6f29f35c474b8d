/** A picture of true and decoded paths and of the error along them. Nothing is decoded here. */
import { arranged, type Heading, type Part, roomIn, withHeading } from "./compose.ts";
import { curvePanel, type Level } from "./curve-panel.ts";
import { type DecodedPathsData, decodedPathsPanel } from "./decoded-paths-panel.ts";
import type { Panel, Scene } from "./scene.ts";
import { dataColour } from "./theme.ts";

export interface DecodeData extends DecodedPathsData {
  /** [T] mean over these trajectories or more, cm. */
  readonly errorCm: ArrayLike<number>;
  /** Duration of a step, s. */
  readonly dt: number;
  readonly floorCm: number;
  readonly chanceCm: number;
}

const standard = 330;
const [shortest, least] = [260, 230];

/** Where the rat went and where the network thought it was; beside it the error along the way. */
export function decodeFigure(data: DecodeData, heading: Heading, width?: number): Scene {
  const parts: Part[] = [
    (given) => decodedPathsPanel(data, given),
    (given) => {
      const { height } = decodedPathsPanel(data, given);
      const size = given === undefined ? Math.max(height, shortest) : Math.min(height, 0.8 * given);
      return errorPanel(data, { width: given ?? standard, height: size });
    },
  ];
  return withHeading(arranged(parts, roomIn(width), least, 24), heading, width);
}

function errorPanel(
  { errorCm, dt, floorCm, chanceCm }: DecodeData,
  size: { readonly width: number; readonly height: number },
): Panel {
  const values = Array.from(errorCm);
  const levels: Level[] = [{ at: floorCm, label: `floor ${floorCm.toFixed(2)} cm` }];
  const largest = Math.max(...values, floorCm);
  // Far above the curve, chance would press it flat; the heading names it in any case.
  if (largest > 0.6 * chanceCm) {
    levels.push({ at: chanceCm, label: `chance ${chanceCm.toFixed(1)} cm` });
  }
  const top = 1.15 * Math.max(...levels.map(({ at }) => at), largest);
  return curvePanel({
    ...size,
    x: { label: "time since the start (s)", range: [0, values.length * dt] },
    y: { label: "mean decode error (cm)", range: [0, top] },
    levels,
    curves: [
      {
        ...{ label: "decode error", colour: dataColour.second, values },
        positions: values.map((_, t) => (t + 1) * dt),
      },
    ],
  });
}
