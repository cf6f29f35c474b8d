/** Predictive units of several networks side by side. */
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { spreadOf } from "../../../session/comparison.ts";
import { paragraphs } from "../../frame/lines.ts";
import { findingsOf, isFound, type NetworkLags, shuffledCounts } from "./network-lags.ts";

/** For each rule a row a network, then mean and standard deviation: predictive units, beside untrained networks and shuffles. */
export function showSeveral(
  networks: readonly NetworkLags[],
  rules: readonly string[],
  terminal: Terminal,
): string {
  const right = (title: string): TableColumn => ({ title, align: "right" });
  const shuffled = networks.some(({ study }) => study.options.shuffles > 0);
  const columns = [
    { title: "rule" },
    { title: "network" },
    ...["units", "predictive", "untrained", ...(shuffled ? ["shuffles, mean"] : [])].map(right),
  ];
  const shown = columns.length - 3;
  const cell = (value: number, digits: number) => (Number.isNaN(value) ? "-" : value.toFixed(digits));
  const rows = rules.flatMap((rule) => {
    const numbers = networks.map((network) => predictiveBy(network, rule));
    const spreads = [0, 1, 2].slice(0, shown).map((i) => spreadOf(numbers.map((row) => row[i]!)));
    return [
      ...networks.map(({ given, study }, i) => [
        i === 0 ? rule : "",
        given,
        String(study.all.sweep.units),
        ...numbers[i]!.slice(0, shown).map((value, k) => cell(value, k === 2 ? 1 : 0)),
      ]),
      ["", "mean", "", ...spreads.map(({ mean }) => cell(mean, 1))],
      ["", "s.d.", "", ...spreads.map(({ deviation }) => cell(deviation, 1))],
    ];
  });
  return paragraphs(table(columns, rows, terminal));
}

/** Of the network, of its untrained twin, of its shuffles on average; NaN: not known. */
function predictiveBy(network: NetworkLags, rule: string): [number, number, number] {
  const [findings] = findingsOf(network, [rule]);
  if (!findings || !isFound(findings)) return [Number.NaN, Number.NaN, Number.NaN];
  const { counts, untrained } = findings.found;
  return [counts[0]!, untrained?.[0] ?? Number.NaN, shuffledCounts(findings, 0)?.mean ?? Number.NaN];
}
