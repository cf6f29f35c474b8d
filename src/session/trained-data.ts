/** The files that a run was trained on: it goes on with the same, wherever they lie. */
import type { RunDirectory } from "../run/run-directory.ts";
import type { TrainingData } from "../tasks/experiment.ts";
import { UserError } from "../user-error.ts";

/** @throws UserError (exit 2) when a run was trained on other data than are there now */
export function checkSameData(
  { path, manifest }: Pick<RunDirectory, "path" | "manifest">,
  now: TrainingData | undefined,
): void {
  const { data } = manifest;
  if (data?.checksum === now?.checksum) return;
  throw new UserError(
    `${path} was trained on ${inWords(data)}, not on ${inWords(now)}`,
    "put its data back (--data PATH says where they are now), or start a new run",
    2,
  );
}

const inWords = (data: TrainingData | undefined): string =>
  data
    ? `${data.records} records in ${data.path} (checksum ${data.checksum.slice(0, 12)})`
    : "fresh trajectories";
