/** A network beside the baseline. */
import type { DecodedPaths } from "../../../analyse/decode-paths.ts";
import type { FeedForwardErrors } from "../../../analyse/feed-forward/learn.ts";
import { headingDistance } from "../../../code/head-floors.ts";
import { lineChart } from "../../../draw/chart.ts";
import type { Levels } from "../../../tasks/experiment.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs } from "../../frame/lines.ts";

export interface BaselinePicture {
  readonly network: DecodedPaths;
  readonly baseline: FeedForwardErrors;
  /** Before each update. */
  readonly losses: readonly number[];
  readonly updates: number;
  readonly batch: number;
  /** Of the decode error, cm. */
  readonly levels: Levels;
}

/** What `baseline --json` answers. */
export const baselineSummary = ({ network, baseline, losses, updates, batch, levels }: BaselinePicture) => ({
  trajectories: network.trajectories,
  steps: network.steps,
  network: {
    decodeErrorCm: network.errorCm,
    errorByStepCm: network.errorByStepCm,
    headingErrorRad: headingError(network) ?? null,
  },
  baseline: { ...baseline, updates, batch, lastLoss: losses.at(-1) ?? null },
  floorCm: levels.floor,
  chanceCm: levels.chance,
});

/** Mean over all steps, rad; undefined of a network that is not asked for headings. */
function headingError({ headings }: DecodedPaths): number | undefined {
  if (!headings) return undefined;
  const { truth, decoded } = headings;
  return decoded.reduce((sum, heading, i) => sum + headingDistance(heading, truth[i]!), 0) / truth.length;
}

/** The errors after each step, and their means between floor and chance. */
export function showBaseline(picture: BaselinePicture, { terminal }: Drawing): string {
  const { network, baseline, updates, batch, levels } = picture;
  const positions = Array.from(network.errorByStepCm, (_, i) => i + 1);
  const curves = [
    { label: "network", positions, values: network.errorByStepCm },
    { label: "baseline (cm)", positions, values: baseline.errorByStepCm },
  ];
  const cm = (value: number) => `${value.toFixed(2)} cm`;
  const off = (angle: number) => `, heading ${((180 / Math.PI) * angle).toFixed(1)} deg off`;
  const heading = headingError(network);
  return paragraphs(
    network.steps === 1 ? [] : lineChart(curves, terminal, { height: 8, logarithmic: true }),
    alignColumns(
      [
        [
          "network",
          `${cm(network.errorCm)}${heading === undefined ? "" : off(heading)}   (floor of its code ${levels.floor.toFixed(2)} cm, chance ${levels.chance.toFixed(1)} cm)`,
        ],
        ["baseline", `${cm(baseline.errorCm)}${off(baseline.headingErrorRad)}`],
        ["learned from", `${updates} batches of ${batch} other paths`],
        ["of", `${network.trajectories} trajectories of ${network.steps} steps, the same for both`],
      ],
      terminal.columns,
    ),
  );
}
