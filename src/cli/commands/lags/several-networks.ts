/** Predictive units of several networks side by side. */
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { spreadOf } from "../../../session/comparison.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { findingsOf, isFound, type NetworkLags, shuffledCounts } from "./network-lags.ts";

/** One row a network, then mean and standard deviation: predictive units by each rule, and in brackets what shuffles have on average. */
export function showSeveral(
  networks: readonly NetworkLags[],
  rules: readonly string[],
  terminal: Terminal,
): string {
  const columns: TableColumn[] = [
    { title: "predictive units" },
    { title: "of", align: "right" },
    ...rules.flatMap((rule) => [
      { title: rule, align: "right" as const },
      { title: "untr.", align: "right" as const, dropped: 2 },
      { title: "shuf.", align: "right" as const, dropped: 1 },
    ]),
  ];
  const numbers = networks.map((network) => rules.flatMap((rule) => predictiveBy(network, rule)));
  const rows = networks.map(({ given, study }, i) => [
    given,
    String(study.all.sweep.units),
    ...numbers[i]!.map((value) =>
      Number.isNaN(value) ? "-" : value.toFixed(Number.isInteger(value) ? 0 : 1),
    ),
  ]);
  const spreads = rules.flatMap((_, rule) =>
    [0, 1, 2].map((i) => spreadOf(numbers.map((row) => row[3 * rule + i]!))),
  );
  const show = (value: number) => (Number.isNaN(value) ? "-" : value.toFixed(1));
  const below = [
    ["mean", "", ...spreads.map(({ mean }) => show(mean))],
    ["s.d.", "", ...spreads.map(({ deviation }) => show(deviation))],
  ];
  return paragraphs(
    table(columns, [...rows, ...below], terminal),
    wrap("untr.: in the untrained network; shuf.: in the shuffles on average", terminal.columns),
  );
}

/** Of the network, of its untrained twin, of its shuffles on average; NaN: not known. */
function predictiveBy(network: NetworkLags, rule: string): [number, number, number] {
  const [findings] = findingsOf(network, [rule]);
  if (!findings || !isFound(findings)) return [Number.NaN, Number.NaN, Number.NaN];
  const { counts, untrained } = findings.found;
  return [counts[0]!, untrained?.[0] ?? Number.NaN, shuffledCounts(findings, 0)?.mean ?? Number.NaN];
}
