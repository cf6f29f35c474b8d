import { alignColumns } from "../../frame/columns.ts";
import { wrap } from "../../frame/wrap.ts";
import type { Evaluation } from "../evaluate/evaluation-report.ts";
import { verdictOf } from "./content.ts";

/** What `report` says in the terminal. */
export const showReport = (evaluation: Evaluation, out: string, bytes: number, columns: number): string =>
  [
    ...wrap(verdictOf(evaluation), columns),
    "",
    ...alignColumns([[out, `${evaluation.units} units, ${(bytes / 1e6).toFixed(1)} MB`]]),
  ].join("\n");
