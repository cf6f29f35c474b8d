/** Shares of units that are called tuned to heading, each beside shuffles and the untrained network. */
import { type HeadingShares, headingSignificance } from "../../../analyse/heading-shares.ts";
import { formatPercent } from "../../../draw/score-sample.ts";
import { table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { wrap } from "../../frame/lines.ts";

const columns = [
  { title: "of all units" },
  { title: "units", align: "right" },
  { title: "share", align: "right" },
  { title: "shuffles", align: "right" },
  { title: "untrained", align: "right" },
] as const;

const percent = (share: number): string => (Number.isNaN(share) ? "-" : formatPercent(share));

/** A row of shifted rates only where units are signed: it is for them that rates are shifted. */
export function headingTable(
  { threshold, sectors, vectorLength, shifted, significant }: HeadingShares,
  signed: boolean,
  terminal: Terminal,
): string[] {
  const row = (rule: string, { units, share, nullShare, untrainedShare }: typeof vectorLength) => [
    rule,
    String(units),
    ...[share, nullShare, untrainedShare].map(percent),
  ];
  return [
    ...table(
      columns,
      [
        row(`vector length above ${threshold}`, vectorLength),
        ...(signed ? [row("the same, rates shifted to zero", shifted)] : []),
        row(`p <= ${headingSignificance}`, significant),
      ],
      terminal,
    ),
    ...wrap(
      `Over ${sectors} sectors; ${threshold} is the threshold of Banino et al. 2018 for 20 (Rayleigh's test at 0.01).`,
      terminal.columns,
    ),
  ];
}
