/** What `train` says before its first step: what is trained, where it is kept, on what, and how to stop. */
import type { Config } from "../../../config/schema.ts";
import { counted } from "../../../counted.ts";
import { printable } from "../../../printable.ts";
import { programLine } from "../../../program-words.ts";
import type { BeginningNetwork } from "../../../run/manifest.ts";
import { changedSchedule, type TrainingSession } from "../../../session/training-session.ts";
import { taskOf } from "../../../tasks/tasks.ts";
import { wrap } from "../../frame/lines.ts";
import { beginsAgain } from "./follow-training.ts";

/**
 * @param shown the run as the user would type it
 * @param columns of a terminal; without, no line is broken
 */
export function openingLines(
  session: TrainingSession,
  config: Config,
  shown: string,
  columns = Number.POSITIVE_INFINITY,
): string[] {
  const { device, directory, experiment, isResumed, remark } = session;
  const { preset, begunFrom } = directory.manifest;
  const data = experiment.trainingData();
  const settings = [
    ...(preset === null ? [] : [`preset ${preset}`]),
    `seed ${config.seed}`,
    config.train.steps === 1 ? "1 step" : `${config.train.steps} steps`,
  ];
  const network = `${config.model.kind} of ${taskOf(config.task).describe(config)}`;
  const whole = (line: string) => printable(line, Number.POSITIVE_INFINITY);
  const facts = [
    `${beginning(session)} in ${shown}: ${settings.join(", ")}`,
    `${config.task}, ${network}`,
    ...(data ? [`trained on ${counted(data.records, "trajectory", "trajectories")} in ${data.path}`] : []),
    `device: ${device.description}`,
    ...changedSchedule(session),
    ...(begunFrom && !isResumed ? [weightsOf(begunFrom)] : []),
    ...(remark === undefined ? [] : [remark]),
  ];
  // A command line is for copying, and stays whole.
  return [
    ...facts.map((line) => wrap(whole(line), columns).join("\n")),
    whole(`Ctrl-C saves and stops; ${resumeCommand(shown)} goes on`),
  ];
}

export const resumeCommand = (shown: string): string => programLine(["train", "--resume", shown]);

const weightsOf = ({ file, step }: BeginningNetwork): string =>
  `weights of ${file} after ${step} steps; optimizer and count of steps begin anew`;

function beginning({ from, isResumed }: TrainingSession): string {
  if (!isResumed) return "training";
  return from ? `resuming at step ${from.step}` : beginsAgain;
}
