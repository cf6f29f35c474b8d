/** What `compare` says: for programs and for people. */
import { nullPercentile, publishedThreshold } from "../../../analyse/thresholds.ts";
import { showSetting } from "../../../config/diff.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { printable } from "../../../printable.ts";
import { type ComparedNumber, comparedNumbers, isNoise } from "../../../session/compared-numbers.ts";
import {
  type ComparedNetwork,
  type DifferingSetting,
  differingSettings,
  spreadOf,
} from "../../../session/comparison.ts";
import type { Condition } from "../../../tasks/activity-source.ts";
import { alignColumns } from "../../frame/columns.ts";
import { conditionLines, conditionsAnswer, conditionsText } from "../../frame/conditions.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { evaluationSummary } from "../evaluate/evaluation-answer.ts";
import { tooFewMembers } from "../evaluate/verdict.ts";

/** What `compare --json` answers: each run as `evaluate` has it, then every number and every setting over the runs. */
export function comparisonSummary(networks: readonly ComparedNetwork[]) {
  const [first] = networks;
  return {
    scorer: first?.evaluation.scorer.name,
    bins: first?.evaluation.scores.bins,
    nullPercentile,
    customaryThreshold: publishedThreshold,
    runs: networks.map(({ name, evaluation, conditions }) => ({
      ...{ run: name, ...evaluationSummary(evaluation) },
      ...conditionsAnswer(conditions),
    })),
    numbers: comparedNumbers(networks).map(({ name, label, unit, values, noise }) => ({
      ...{ name, label, unit: unit ?? null, ...spreadOf(values), values },
      noiseMean: noise ? spreadOf(noise).mean : null,
      noise: noise ?? null,
    })),
    settings: differingSettings(networks),
  };
}

/** One row a network, then mean, s.d. and range of every number; what is the same in all stands in a line. */
export function showComparison(networks: readonly ComparedNetwork[], terminal: Terminal): string {
  const numbers = comparedNumbers(networks);
  const different = resultsFirst(numbers.filter((one) => !isConstant(one)));
  const same = numbers.filter(isConstant);
  return paragraphs(
    [comparisonVerdict(networks), ...tooSmallNulls(networks)].flatMap((said) => wrap(said, terminal.columns)),
    networkTable(networks, different, terminal),
    spreadTable(networks, different, terminal),
    same.length === 0 ? [] : wrap(`the same in all: ${same.map(showConstant).join(", ")}`, terminal.columns),
    showSettings(differingSettings(networks), terminal.columns),
    comparedConditions(networks).flatMap(({ conditions, of }) =>
      conditionLines(conditions, terminal.columns, of),
    ),
  );
}

/** The conditions of all networks once where they are the same, else those of each that has some. */
export function comparedConditions(
  networks: readonly ComparedNetwork[],
): { readonly conditions: readonly Condition[]; readonly of?: string }[] {
  const [first, ...others] = networks.map(({ conditions }) => conditions);
  const text = conditionsText(first!);
  if (others.every((each) => conditionsText(each) === text)) return [{ conditions: first! }];
  return networks.map(({ conditions, name }) => ({ conditions, of: printable(name) }));
}

/** A circumstance that all networks share, or a result that none has: nothing to compare. */
export const isConstant = ({ values, circumstance }: ComparedNumber): boolean =>
  values.every((value) => Object.is(value, values[0])) && (circumstance === true || Number.isNaN(values[0]));

/** Circumstances after all results. */
const resultsFirst = (numbers: readonly ComparedNumber[]): ComparedNumber[] => [
  ...numbers.filter(({ circumstance }) => !circumstance),
  ...numbers.filter(({ circumstance }) => circumstance),
];

/** Mean, s.d. and range of the share above the noise, with scorer, bins and null. */
export function comparisonVerdict(networks: readonly ComparedNetwork[]): string {
  const { scores, nullScores } = networks[0]!.evaluation;
  const beyond = comparedNumbers(networks).find(({ name }) => name === "aboveNullPercent")!;
  const { count, mean, deviation, lowest, highest } = spreadOf(beyond.values);
  const kind = nullScores && !isNoise(networks) ? `${nullScores.kind}, ${nullScores.shuffles} members, ` : "";
  const by = `(${kind}${scores.scorer}, ${scores.bins} x ${scores.bins} bins)`;
  if (count === 0) return `no network has a unit with a score and a map that varies ${by}`;
  const around =
    count > 1 ? ` (s.d. ${deviation.toFixed(1)}, ${lowest.toFixed(1)} to ${highest.toFixed(1)})` : "";
  return `${mean.toFixed(1)} %${around} of the units of ${count} ${count > 1 ? "networks" : "network"} score hexagonally above the ${nullPercentile}th percentile of their ${isNoise(networks) ? "matched noise" : "null"} ${by}.`;
}

/** Of networks of which nothing is left of many tests, but might be with a larger null. */
const tooSmallNulls = (networks: readonly ComparedNetwork[]): string[] =>
  networks.flatMap(({ name, evaluation: { scores, nullScores } }) => {
    const said = nullScores ? tooFewMembers(scores.grid60, nullScores) : "";
    return said ? [`${printable(name)}: ${said}`] : [];
  });

const titled = (short: string, unit: string | undefined): string => (unit ? `${short} ${unit}` : short);

/** Where it is too wide, the columns of the least interest go: the table below has all numbers. */
function networkTable(
  networks: readonly ComparedNetwork[],
  numbers: readonly ComparedNumber[],
  terminal: Terminal,
): string[] {
  const columns: TableColumn[] = [
    { title: "network" },
    ...numbers.map(({ short, unit }, i) => ({
      ...{ title: titled(short, unit), align: "right" as const, dropped: i === 0 ? undefined : i },
    })),
  ];
  const rows = networks.map(({ name }, i) => [
    name,
    ...numbers.map((number) => showValue(number, number.values[i]!)),
  ]);
  return table(columns, rows, terminal);
}

/** Every number that differs, with what matched noise has of it. */
function spreadTable(
  networks: readonly ComparedNetwork[],
  numbers: readonly ComparedNumber[],
  terminal: Terminal,
): string[] {
  if (numbers.length === 0) return [];
  const columns: TableColumn[] = [
    { title: "" },
    { title: "mean", align: "right" },
    { title: "s.d.", align: "right" },
    { title: "lowest", align: "right", dropped: 1 },
    { title: "highest", align: "right", dropped: 2 },
    { title: isNoise(networks) ? "noise" : "null", align: "right" },
  ];
  const rows = numbers.map((number) => {
    const { mean, deviation, lowest, highest } = spreadOf(number.values);
    const after = number.unit === undefined ? "" : `, ${number.unit}`;
    return [
      number.label + after,
      ...[mean, deviation, lowest, highest].map((value) => showFine(number, value)),
      number.noise ? showValue(number, spreadOf(number.noise).mean) : "",
    ];
  });
  return table(columns, rows, terminal);
}

const showValue = ({ digits }: ComparedNumber, value: number): string =>
  Number.isNaN(value) ? "-" : value.toFixed(digits);

/** Means of whole numbers have a decimal place. */
const showFine = (number: ComparedNumber, value: number): string =>
  showValue({ ...number, digits: Math.max(1, number.digits) }, value);

const showConstant = (number: ComparedNumber): string =>
  `${number.label} ${showValue(number, number.values[0]!)}${number.unit === undefined ? "" : ` ${number.unit}`}`;

function showSettings(settings: readonly DifferingSetting[], columns: number): string[] {
  if (settings.length === 0) return [];
  const rows = settings.map(({ key, values }) => [
    key,
    values.map((value) => printable(showSetting(value))).join(", "),
  ]);
  return ["settings that differ, in the order of the networks", ...alignColumns(rows, columns)];
}
