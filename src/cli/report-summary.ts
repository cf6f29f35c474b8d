import { alignColumns } from "./columns.ts";
import type { Evaluation } from "./evaluation-report.ts";
import { verdictOf } from "./report-content.ts";

/** What `report` says in the terminal. */
export const showReport = (evaluation: Evaluation, out: string, bytes: number): string =>
  [
    ...wrapped(verdictOf(evaluation)),
    "",
    ...alignColumns([[out, `${evaluation.units} units, ${(bytes / 1e6).toFixed(1)} MB`]]),
  ].join("\n");

/** Lines of at most 80 columns. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= 80)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
