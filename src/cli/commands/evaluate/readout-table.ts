/** Places and headings as they are read out, each way beside its floor, the untrained network and chance. */
import type { HeadErrors } from "../../../analyse/head-errors.ts";
import { type DecodeWay, decodeWayNames } from "../../../analyse/readout-errors.ts";
import { headingChance } from "../../../code/head-floors.ts";
import { counted } from "../../../counted.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { printable } from "../../../printable.ts";
import type { ReadoutStudy } from "../../../session/readout-study.ts";
import { wrap } from "../../frame/lines.ts";

const wayLabels: Readonly<Record<DecodeWay, string>> = {
  bestCell: "place, best cell",
  bestThree: "place, best 3 cells",
  weightedMean: "place, weighted mean",
};

const degrees = (angle: number): number => (180 / Math.PI) * angle;

/** What `evaluate --json` has of it: cm, headings in rad, squares in m^2 per coordinate. */
export function readoutSummary({ errors, floorsCm, chanceCm, lossLevels, untrained }: ReadoutStudy) {
  const { heading } = errors;
  return {
    losses: errors.losses.map(({ part: { name, cells, weight }, loss }, i) => ({
      ...{ ensemble: name, cells, weight, loss, ...lossLevels[i]! },
      untrained: untrained?.losses[i]?.loss ?? null,
    })),
    places: decodeWayNames.map((by) => ({
      ...{ by, ...errors.ways[by], floorCm: floorsCm[by], chanceCm },
      untrainedCm: untrained?.ways[by].errorCm ?? null,
    })),
    untrainedTrajectories: untrained?.trajectories ?? null,
    squares: errors.squares,
    heading: heading
      ? { ...heading, chance: headingChance, untrained: untrained?.heading?.error ?? null }
      : null,
  };
}

const columns: readonly TableColumn[] = [
  { title: "read out" },
  { title: "error", align: "right" },
  { title: "floor", align: "right" },
  { title: "untrained", align: "right" },
  { title: "chance", align: "right" },
];

export function readoutTable(study: ReadoutStudy, terminal: Terminal): string[] {
  const { errors, floorsCm, chanceCm, untrained } = study;
  const { quantisation, prediction } = errors.squares;
  const cm = (value: number | undefined, digits = 2) =>
    value === undefined ? "-" : `${value.toFixed(digits)} cm`;
  const places = decodeWayNames.map((way) => [
    wayLabels[way],
    cm(errors.ways[way].errorCm),
    cm(floorsCm[way]),
    cm(untrained?.ways[way].errorCm, 1),
    cm(chanceCm, 1),
  ]);
  const { heading } = errors;
  const headings = heading ? [headingRow(heading, untrained?.heading)] : [];
  const squares = `Squared error per coordinate by the best cell: ${quantisation.toPrecision(3)} m^2 of the code itself against the place, ${prediction.toPrecision(3)} m^2 of the prediction against the code.`;
  return [
    ...table(columns, [...places, ...headings, ...lossRows(study)], terminal),
    ...[squares, ...(heading ? headingSentences(heading) : [])].flatMap((text) =>
      wrap(text, terminal.columns),
    ),
  ];
}

const lossRows = ({ errors, lossLevels, untrained }: ReadoutStudy): string[][] =>
  errors.losses.map(({ part, loss }, i) => {
    const { floor, chance } = lossLevels[i]!;
    const shown = (value: number | undefined) => (value === undefined ? "-" : `${value.toFixed(3)} nats`);
    return [
      `loss, ${printable(part.name)} (${counted(part.cells, "cell")})`,
      ...[loss, floor, untrained?.losses[i]?.loss, chance].map(shown),
    ];
  });

function headingRow({ error, floor }: HeadErrors, untrained: HeadErrors | undefined): string[] {
  const shown = (angle: number) => `${degrees(angle).toFixed(1)} deg`;
  return [
    "heading, best cell",
    shown(error),
    shown(floor),
    untrained ? shown(untrained.error) : "-",
    shown(headingChance),
  ];
}

/** With the widest gap, where it is wide beside what as many cells, evenly spread, would leave. */
function headingSentences({ error, gap, cells }: HeadErrors): string[] {
  const { width, from, inside, outside } = gap;
  const said = `Headings are off by ${error.toFixed(3)} rad.`;
  if (width < (2 * 2 * Math.PI) / cells) return [said];
  const [wide, at] = [degrees(width), degrees(from)].map(Math.round);
  return [
    `${said} No cell prefers a heading for ${wide} degrees from ${at} on: the error is ${degrees(inside).toFixed(1)} degrees there, and ${degrees(outside).toFixed(1)} elsewhere.`,
  ];
}
