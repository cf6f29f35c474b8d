/** Spacings with the mixture that fits them, and how the fit goes with the number of modules. Nothing is measured here. */
import { arranged, type Heading, roomIn, withHeading } from "./compose.ts";
import { curvePanel } from "./curve-panel.ts";
import { type LatticeData, latticePanel } from "./lattice-figure.ts";
import type { Scene } from "./scene.ts";
import { dataColour } from "./theme.ts";

export interface ModulesData {
  /** The units first, with the mixture over their bars. */
  readonly spacings: LatticeData;
  /** Of each sample: BIC of 1, 2 … modules beyond that of one; empty where there are no spacings. */
  readonly gains: readonly { readonly label: string; readonly values: readonly number[] }[];
}

const size = { width: 460, height: 340 };
const least = 320;
const colours = [dataColour.first, dataColour.null, dataColour.second];

/** @param width of the whole */
export function modulesFigure({ spacings, gains }: ModulesData, heading: Heading, width?: number): Scene {
  const values = gains.flatMap((gain) => gain.values);
  const [lowest, highest] = [Math.min(0, ...values), Math.max(1, ...values)];
  const most = Math.max(2, ...gains.map((gain) => gain.values.length));
  const sized = (given?: number) => ({ ...size, width: given ?? size.width });
  const spacingPanel = (given?: number) => latticePanel(spacings, sized(given));
  const gainPanel = (given?: number) =>
    curvePanel({
      ...sized(given),
      x: { label: "modules", range: [1, most] },
      y: {
        label: "BIC beyond that of one module",
        range: [lowest - 0.05 * (highest - lowest), highest + 0.05 * (highest - lowest)],
      },
      curves: gains.map((gain, i) => ({
        label: gain.label,
        colour: colours[i]!,
        positions: gain.values.map((_, k) => k + 1),
        values: gain.values,
      })),
      levels: [{ at: 0, label: "below: more than one" }],
      named: true,
    });
  return withHeading(arranged([spacingPanel, gainPanel], roomIn(width), least), heading, width);
}
