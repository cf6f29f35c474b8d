/** Shares of cells of several taps, a table each. */
import { formatPercent } from "../../../draw/score-sample.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { CellShare } from "../../../session/cell-shares.ts";
import type { TapShares } from "../../../session/tap-study.ts";
import type { ActivityRequest } from "../../../tasks/activity-source.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";

const columns: readonly TableColumn[] = [
  { title: "cells" },
  { title: "rule" },
  { title: "above", align: "right" },
  { title: "units", align: "right", dropped: 1 },
  { title: "share", align: "right" },
  { title: "null", align: "right" },
  { title: "untrained", align: "right" },
];

const percent = (share: number): string => (Number.isNaN(share) ? "-" : formatPercent(share));

const rowOf = ({ cells, rule, threshold, units, share, nullShare, untrainedShare }: CellShare): string[] => [
  cells,
  rule,
  Number.isNaN(threshold) ? "" : threshold.toFixed(2),
  String(units),
  ...[share, nullShare, untrainedShare].map(percent),
];

/** In a narrower terminal the rules are cut in the table. */
const roomForRules = 80;

/** "hexagonal: deepmind-code, 20 bins; …" */
const rulesOf = (taps: readonly TapShares[]): string =>
  [...new Set(taps.flatMap(({ shares }) => shares.map(({ cells, rule }) => `${cells}: ${rule}`)))].join("; ");

const explained =
  "Thresholds of hexagonal, square and border scores are the 95th percentile of the null; those of the untrained network are of its own. A unit below zero has no vector length. None of the shares says by itself that a unit is such a cell.";

export const showTaps = (
  taps: readonly TapShares[],
  { trajectories, steps }: ActivityRequest,
  terminal: Terminal,
): string =>
  paragraphs(
    ...taps.flatMap(({ tap, units, shares }) => [
      [`${tap}: ${units} units along ${trajectories} trajectories of ${steps} steps`],
      table(columns, shares.map(rowOf), terminal),
    ]),
    terminal.columns < roomForRules ? wrap(`${rulesOf(taps)}.`, terminal.columns) : [],
    wrap(explained, terminal.columns),
  );
