import { join } from "node:path";
import { lookUp } from "../../../format/look-up.ts";
import { UserError } from "../../../user-error.ts";
import type { FigureSource } from "./source.ts";

/** The log of the run that was named. @throws UserError when it is no run: a checkpoint alone has none */
export function logPathOf(source: FigureSource): string {
  if (isRun(source)) return join(source.subject.path, "metrics.jsonl");
  throw withoutLog(source);
}

export const isRun = ({ subject }: FigureSource): boolean => lookUp(subject.path)?.isDirectory() === true;

export const withoutLog = ({ subject: { name } }: FigureSource): UserError =>
  new UserError(
    `${name} has no log of its training`,
    "name the directory of a run that was trained here; checkpoints and imports have none",
  );
