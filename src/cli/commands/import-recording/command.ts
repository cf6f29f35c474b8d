/** `import-recording`: from positions and spikes of an animal to a file of activity. What is done with them is src/exchange/recording. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type ImportedRecording, importedRecording } from "../../../exchange/recording/imported-recording.ts";
import type { Origin } from "../../../exchange/recording/placed-box.ts";
import { readRecording } from "../../../exchange/recording/read-recording.ts";
import { fileTrouble } from "../../../format/file-trouble.ts";
import { lookUp } from "../../../format/look-up.ts";
import { writeNpz } from "../../../format/npz.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { UserError } from "../../../user-error.ts";
import { boxSize } from "../../frame/box-size.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import type { FlagTable, FlagValues } from "../../frame/flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { importSummary, showImports } from "./import-answer.ts";

const recordingFlags = {
  out: {
    type: "string",
    placeholder: "FILE.npz|DIR",
    help: "where to write; in a folder, a file for each series of positions",
  },
  force: forceFlag,
  spikes: { type: "string", placeholder: "FILE.csv", help: "spikes as a table of their own: unit,time" },
  series: { type: "string", placeholder: "NAME", help: "of the positions, where an NWB file has several" },
  scale: {
    type: "number",
    placeholder: "M",
    help: "metres that a unit of the positions is (default: as NWB says, else 1)",
    minimum: 1e-9,
  },
  headingDegrees: { type: "boolean", help: "headings are in degrees (NWB says it itself)" },
  box: { type: "string", placeholder: "WxH", help: "size of the box in m (default: what was visited)" },
  arena: {
    type: "string",
    choices: ["box", "circle"],
    default: "box",
    help: "its shape; of a circle, bins outside it are left out",
  },
  origin: {
    type: "string",
    placeholder: "WHERE",
    help: "0 of the positions: corner, middle, or X,Y of the box's middle in m; range: the middle of what was visited",
    default: "range",
  },
  binSeconds: {
    type: "number",
    placeholder: "S",
    help: "time step of the activity (default: of the tracking)",
    minimum: 1e-4,
  },
  trialSeconds: {
    type: "number",
    placeholder: "S",
    help: "cut into trials of so long (default: one trial)",
    minimum: 1e-3,
  },
  longestGap: {
    type: "number",
    placeholder: "S",
    help: "shorter gaps of the tracking are bridged, in longer ones no position is known",
    default: 0.5,
    minimum: 0,
  },
  speedAbove: {
    type: "number",
    placeholder: "CM/S",
    help: "slower samples count nowhere; 0: all do",
    default: 2.5,
    minimum: 0,
  },
  velocityWindow: {
    type: "number",
    placeholder: "S",
    help: "velocities are taken over so long",
    default: 0.2,
    minimum: 0,
  },
  leastOccupancy: {
    type: "number",
    placeholder: "S",
    help: "bins of maps visited for less are left out",
    default: 0.1,
    minimum: 0,
  },
  smooth: {
    type: "number",
    placeholder: "CM",
    help: "standard deviation of the Gaussian over sums and visits of maps; 0: none",
    default: 5,
    minimum: 0,
  },
} as const satisfies FlagTable;

type Flags = FlagValues<typeof recordingFlags>;

export const command = defineCommand({
  flags: recordingFlags,
  positionals: [{ name: "FILE", help: "NWB, .npz or .csv with positions, and spike times or rates" }],
  details:
    "The file that it writes is looked at as a network is: by ratemaps, score, sac, tuning, figure, report. It asks for its own maps: square bins, speed filter, occupancy and smoothing are in it and named in every answer.",
  examples: [
    "entorhinal import-recording rat.nwb --out rat.npz",
    "entorhinal import-recording path.csv --spikes spikes.csv --scale 0.01 --out mouse.npz",
  ],
  async run(context) {
    const { flags } = context;
    if (flags.out === undefined) {
      throw new UserError("import-recording needs --out", "write: --out FILE.npz", 2);
    }
    const out = context.path(flags.out);
    const every = !/\.npz$/i.test(flags.out);
    const options = importOptions(flags);
    if (!every) checkOutput(out, flags.force);
    const given = context.path(context.positionals[0]!);
    const sessions = await readRecording(given, {
      every,
      spikes: flags.spikes === undefined ? undefined : context.path(flags.spikes),
      series: flags.series,
      scale: flags.scale,
      headingDegrees: flags.headingDegrees,
    });
    const imported = sessions.map((session) => ({
      recording: importedRecording(session, given, options),
      out: every ? join(out, `${fileName(session.name)}.npz`) : out,
    }));
    if (every) openFolder(out);
    for (const { recording, out } of imported) write(out, recording, flags.force);
    context.answer({ file: given, recordings: imported.map(importSummary) }, () =>
      showImports(imported, context.terminal.columns),
    );
  },
});

function write(out: string, { arrays }: ImportedRecording, force: boolean): void {
  checkOutput(out, force);
  writeFileSafely(out, writeNpz(arrays), { force });
}

/** What a name of others may be called on every disk. */
const fileName = (name: string): string => name.replace(/[^\w.-]+/g, "-").replace(/^\.+/, "") || "recording";

function openFolder(folder: string): void {
  if (lookUp(folder)?.isFile()) throw new UserError(`${folder} is a file`, "name a folder, or FILE.npz");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}

const importOptions = (flags: Flags) => ({
  box: flags.box === undefined ? undefined : boxSize(flags.box),
  round: flags.arena === "circle",
  origin: originOf(flags.origin),
  scaled: flags.scale !== undefined,
  binSeconds: flags.binSeconds,
  trialSeconds: flags.trialSeconds,
  longestGap: flags.longestGap,
  speedAbove: flags.speedAbove / 100,
  velocityWindow: flags.velocityWindow,
  leastSeconds: flags.leastOccupancy,
  smoothing: flags.smooth / 100,
});

function originOf(text: string): Origin {
  if (text === "range" || text === "corner" || text === "middle") return text;
  const [x, y, ...more] = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (more.length === 0 && Number.isFinite(x) && Number.isFinite(y)) return [x!, y!];
  throw new UserError(
    `--origin is "${text}"`,
    "write range, corner, middle, or X,Y of the middle of the box",
    2,
  );
}
