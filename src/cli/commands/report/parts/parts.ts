/** The parts of a report that are there when they are asked for, in the order of the page. */
import { suggestion } from "../../../../suggest.ts";
import { UserError } from "../../../../user-error.ts";
import { ablationPart } from "./ablation.ts";
import { lagsPart } from "./lags.ts";
import { nullsPart } from "./nulls.ts";
import type { ReportPart } from "./part.ts";

export const reportParts: readonly ReportPart[] = [nullsPart, lagsPart, ablationPart];

/** Those of a list such as `lags,ablation`, in the order of the page. @throws UserError (exit 2) for one that is not there */
export function readParts(list: string | undefined): ReportPart[] {
  if (list === undefined) return [];
  const names = reportParts.map(({ name }) => name);
  const wanted = list.split(",").map((name) => name.trim());
  for (const name of wanted) {
    if (names.includes(name)) continue;
    const cause = name === "" ? `--with ${list} names nothing` : `a report has no part ${name}`;
    throw new UserError(cause, suggestion(name, names, `parts: ${names.join(" ")}`), 2);
  }
  return reportParts.filter(({ name }) => wanted.includes(name));
}
