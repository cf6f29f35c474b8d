import { alignColumns } from "./columns.ts";
import type { Evaluation } from "./evaluation-report.ts";
import { verdictOf } from "./report-content.ts";
import { wrap } from "./wrap.ts";

/** What `report` says in the terminal. */
export const showReport = (evaluation: Evaluation, out: string, bytes: number, columns: number): string =>
  [
    ...wrap(verdictOf(evaluation), columns),
    "",
    ...alignColumns([[out, `${evaluation.units} units, ${(bytes / 1e6).toFixed(1)} MB`]]),
  ].join("\n");
