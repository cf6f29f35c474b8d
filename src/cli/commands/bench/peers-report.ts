import type { PeerMeasurement } from "../../../../bench/peers/comparison.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatSignificant } from "../../../draw/text.ts";

const columns: readonly TableColumn[] = [
  { title: "ours beside Python's" },
  { title: "unit" },
  { title: "ours", align: "right" },
  { title: "theirs", align: "right" },
  { title: "threads", align: "right" },
  { title: "ratio", align: "right" },
];

/** The table of `bench --peers`, and what to know about it. */
export function showPeers(measurements: readonly PeerMeasurement[], terminal: Terminal): string[] {
  const rows = measurements.map(({ name, unit, value, theirs, threads, peerThreads, ratio }) => [
    name,
    unit,
    showRate(value),
    showRate(theirs),
    `${threads} : ${peerThreads}`,
    ratio >= 100 ? ratio.toFixed(0) : ratio.toFixed(1),
  ]);
  const peers = [...new Set(measurements.map(({ peer }) => peer))];
  return [
    ...table(columns, rows, terminal),
    `theirs: ${peers.join(", ")}`,
    "threads: ours : theirs, whichever was fastest of one and all",
  ];
}

/** Three digits: 52.4, 812 k, 31.2 M. */
export function showRate(value: number): string {
  const [factor, letter] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  return formatSignificant(value / factor, 3) + letter;
}
