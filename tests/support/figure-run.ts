import { join } from "node:path";
import { figureKinds } from "../../src/cli/commands/figure/kinds.ts";
import { capture } from "./capture.ts";
import { trainTinyRun } from "./tiny-run.ts";

export const run = await trainTinyRun(20, ["--set", "train.logEvery=1", "--set", "train.scoreEvery=10"]);
export const cli = (...argv: string[]) => capture(["figure", ...argv], run);
export const at = (name: string) => join(run.cwd, name);
/** Of one network; what is drawn of several is compare.test.ts's. */
export const names = figureKinds.filter(({ compare }) => !compare).map(({ name }) => name);
export const allNames = figureKinds.map(({ name }) => name).join(" ");

/** The words of a picture, whatever lines they are in. */
export const unwrapped = (svg: string): string => svg.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

/** Few samples for the kinds that observe. */
export const small = (kind: string): string[] => {
  const { choices } = figureKinds.find(({ name }) => name === kind)!;
  const flags: string[] = [];
  if (choices.includes("trajectories")) flags.push("--trajectories", trajectoriesFor(kind, choices));
  if (choices.includes("bins")) flags.push("--bins", "8");
  return [...flags, "--blas", "wasm"];
};

/** All 200 sectors of heading are to be visited. */
function trajectoriesFor(kind: string, choices: readonly string[]): string {
  if (kind === "headings") return "2000";
  return choices.includes("bins") || kind === "tuning" ? "300" : "5";
}
