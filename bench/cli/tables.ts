/** The tables that `bench` prints. What is measured, and how, stands in the benchmarks. */
import { type TableColumn, table } from "../../src/draw/table.ts";
import type { Terminal } from "../../src/draw/terminal.ts";
import { formatSignificant } from "../../src/draw/text.ts";
import type { Measurement } from "../measure.ts";
import type { PeerMeasurement } from "../peers/comparison.ts";

const columns: readonly TableColumn[] = [
  { title: "benchmark" },
  { title: "value", align: "right" },
  { title: "unit" },
  { title: "ceiling", align: "right" },
  { title: "ratio", align: "right" },
];

/** Ours beside what the machine can do at best. */
export const showMeasurements = (measurements: readonly Measurement[], terminal: Terminal): string[] =>
  table(
    columns,
    measurements.map(({ name, value, unit, ceiling, ratio }) => [
      name,
      showRate(value),
      unit,
      ceiling === null ? "-" : showRate(ceiling),
      ratio === null ? "-" : ratio.toFixed(2),
    ]),
    terminal,
  );

const peerColumns: readonly TableColumn[] = [
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
    ...table(peerColumns, rows, terminal),
    `theirs: ${peers.join(", ")}`,
    "threads: ours : theirs, whichever was fastest of one and all",
  ];
}

/** Three digits: 52.4, 812 k, 31.2 M. */
function showRate(value: number): string {
  const [factor, letter] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  return formatSignificant(value / factor, 3) + letter;
}
