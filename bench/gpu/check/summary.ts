/** The check for a reader. */
import { table } from "../../../src/draw/table.ts";
import { detectTerminal } from "../../../src/draw/terminal.ts";
import { formatSignificant } from "../../../src/draw/text.ts";
import { printable } from "../../../src/printable.ts";
import type { Result } from "../result.ts";
import type { PartOutcome } from "./run-part.ts";
import { type StepTime, stepTable } from "./step-table.ts";

const shownValue = ({ value, unit = "" }: Result): string =>
  `${typeof value === "number" ? formatSignificant(value) : printable(value)} ${unit}`.trimEnd();

const verdict = ({ passes }: Result): string =>
  passes === undefined ? "" : passes ? "  good" : "  NOT AS IT MUST BE";

/** A part as soon as it has ended. */
export function showPart({ name, what, status, seconds, why, results }: PartOutcome): string {
  const reason = why === undefined ? "" : `: ${printable(why)}`;
  const lines = results.map(
    (result) => `  ${printable(result.name)}: ${shownValue(result)}${verdict(result)}`,
  );
  return [`${name} (${what}): ${status}${reason}, ${seconds.toFixed(1)} s`, ...lines].join("\n");
}

export function showSteps(times: readonly StepTime[]): string {
  if (times.length === 0) return "no step was timed";
  const { columns, rows } = stepTable(times);
  const terminal = detectTerminal({ COLUMNS: "140" }, { isTTY: false, columns: undefined });
  return [
    "ms a step (share of the device's own rate of large products)",
    ...table(columns, rows, terminal),
  ].join("\n");
}

/** The last line: what is not as it must be, and what is missing. */
export function showEnd(outcomes: readonly PartOutcome[], seconds: number): string {
  const missing = outcomes
    .filter(({ status }) => status !== "done")
    .map(({ name, status }) => `${name} ${status}`);
  const wrong = outcomes.flatMap(({ name, results }) =>
    results.filter(({ passes }) => passes === false).map((result) => `${name}: ${result.name}`),
  );
  const said = [...missing, ...wrong.map((text) => `${text} not as it must be`)];
  return `${said.length === 0 ? "all is as it must be" : printable(said.join("; "), 2000)} (${seconds.toFixed(0)} s)`;
}
