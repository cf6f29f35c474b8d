/** `dataset`: files of trajectories looked through, and made one file of ours. The looking is src/world/dataset. */
import { basename } from "node:path";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { UserError } from "../../../user-error.ts";
import { boxInWords } from "../../../world/dataset/data-agreement.ts";
import { writePaths } from "../../../world/dataset/npz-arrays.ts";
import type { PathHeader } from "../../../world/dataset/path-file.ts";
import { openPathFile, pathFilesOf } from "../../../world/dataset/path-files.ts";
import type { PathRecord } from "../../../world/dataset/path-record.ts";
import { type PathSurvey, surveyPaths } from "../../../world/dataset/survey.ts";
import { boxSize } from "../../frame/box-size.ts";
import { type CommandContext, defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import type { FlagTable } from "../../frame/flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { type Looked, showSurvey, surveySummary } from "./dataset-answer.ts";

const flags = {
  out: {
    type: "string",
    placeholder: "FILE.npz",
    help: "write all records into one file, with what they mean",
  },
  force: forceFlag,
  dt: {
    type: "number",
    placeholder: "S",
    help: "time step, where the files do not say (default: 0.15, as published)",
    minimum: 1e-6,
  },
  box: {
    type: "string",
    placeholder: "WxH",
    help: "size of the box in m, where the files do not say (default: 2.2x2.2, as published)",
  },
  order: { type: "string", choices: ["cosSin", "sinCos"], help: "of the turn, instead of what is found" },
  unit: {
    type: "string",
    choices: ["metresPerStep", "metresPerSecond"],
    help: "of the speed, instead of what is found",
  },
  turn: {
    type: "string",
    choices: ["afterMove", "beforeMove"],
    help: "when the rat turns in a step, instead of what is found",
  },
  ascii: asciiFlag,
} as const satisfies FlagTable;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [
    { name: "PATH…", help: "folders or files of trajectories: .tfrecord, .npz of ours, .pt", many: true },
  ],
  details:
    "Reads every record: counts, checksums, doubles, positions outside the box. What the three numbers of a step mean is found by putting the paths together in all eight ways; the errors of all are told. --out writes one npz, whose arrays NumPy reads; records come in the order of the files.",
  examples: ["entorhinal dataset records", "entorhinal dataset records --out records.npz"],
  async run(context) {
    const out = context.flags.out === undefined ? undefined : context.path(context.flags.out);
    if (out !== undefined) checkOutput(out, context.flags.force);
    const paths = context.positionals.flatMap((given) => pathFilesOf(context.path(given)));
    const looked = await lookedThrough(context, paths);
    if (out !== undefined) convert(context, out, paths, looked);
    context.answer(surveySummary(looked, out), () => showSurvey(looked, out, answerTerminal(context)));
  },
});

async function lookedThrough(context: Context, paths: readonly string[]): Promise<Looked> {
  const { dt, box, order, unit, turn } = context.flags;
  const pace = shareProgress(context);
  const work = surveyPaths(paths, dt ?? publishedDt);
  let survey: PathSurvey | undefined;
  try {
    while (!survey) {
      const next = work.next();
      if (next.done) survey = next.value;
      else pace.progress?.("reading records", next.value);
      await pace.breathe();
    }
  } finally {
    pace.ended?.();
  }
  const { header, found } = survey;
  if (header) checkSaid(header, context.flags);
  const form = found.form && { ...found.form };
  const told = { ...(order && { order }), ...(unit && { unit }), ...(turn && { turn }) };
  return {
    survey,
    box: header?.box ?? (box === undefined ? publishedBox : boxSize(box)),
    dt: header?.dt ?? dt ?? publishedDt,
    form: order && unit && turn ? { order, unit, turn } : form && { ...form, ...told },
  };
}

/** @throws UserError (exit 2) when a flag says something else than the files do */
function checkSaid(header: PathHeader, { dt, box }: Pick<Context["flags"], "dt" | "box">): void {
  const refuse = (flag: string, said: string) =>
    new UserError(`the files say ${said}`, `leave out ${flag}, it is for files that do not say`, 2);
  if (dt !== undefined && dt !== header.dt) throw refuse("--dt", `that a step takes ${header.dt} s`);
  if (box === undefined) return;
  const { width, height } = boxSize(box);
  const same = width === header.box.width && height === header.box.height;
  if (!same) throw refuse("--box", `that the box has ${boxInWords(header.box)}`);
}

const publishedDt = 0.15;
const publishedBox = { width: 2.2, height: 2.2 };

function convert({ flags }: Context, out: string, paths: readonly string[], looked: Looked): void {
  const { survey, form, dt, box } = looked;
  if (!form) {
    throw new UserError(
      "in no way of reading speeds and turns do the paths lead where the files say",
      "look at the errors without --out; then say --order, --unit and --turn",
    );
  }
  const header: PathHeader = { form, dt, box };
  const plan = {
    ...{ header, records: survey.records, steps: survey.steps },
    sources: survey.files.map(({ file, records, sha256 }) => ({ file: basename(file), records, sha256 })),
  };
  writeFileSafely(out, (writeAt) => writePaths(writeAt, plan, allRecords(paths)), { force: flags.force });
}

function* allRecords(paths: readonly string[]): Generator<PathRecord> {
  for (const path of paths) yield* openPathFile(path).all();
}
