import { join } from "node:path";
import { lookUp } from "../../../format/look-up.ts";
import { UserError } from "../../../user-error.ts";
import type { FigureSource } from "./source.ts";

/** The log of the run that was named; undefined when it is no run: a checkpoint alone has none. */
export const findLog = ({ subject: { path } }: FigureSource): string | undefined =>
  lookUp(path)?.isDirectory() ? join(path, "metrics.jsonl") : undefined;

/** The same. @throws UserError when it is no run */
export function logPathOf(source: FigureSource): string {
  const path = findLog(source);
  if (path !== undefined) return path;
  throw withoutLog(source);
}

export const withoutLog = ({ subject: { name } }: FigureSource): UserError =>
  new UserError(
    `${name} has no log of its training`,
    "name the directory of a run that was trained here; checkpoints and imports have none",
  );
