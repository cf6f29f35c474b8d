/** What `dataset` says of files of trajectories. */
import { basename, dirname } from "node:path";
import { counted } from "../../../counted.ts";
import { table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatBytes } from "../../../memory-need.ts";
import { printable } from "../../../printable.ts";
import { boxInWords } from "../../../world/dataset/data-agreement.ts";
import type { RecordedBox } from "../../../world/dataset/path-file.ts";
import type { PathSurvey } from "../../../world/dataset/survey.ts";
import { type EgoForm, formInWords } from "../../../world/rebuilt-path.ts";
import { alignColumns } from "../../frame/columns.ts";
import { paragraphs } from "../../frame/lines.ts";

/** A survey, and what is taken to hold of it. */
export interface Looked {
  readonly survey: PathSurvey;
  readonly box: RecordedBox;
  /** s. */
  readonly dt: number;
  /** Found or told; undefined: neither. */
  readonly form: EgoForm | undefined;
}

/** What `--json` says. Lengths in m, times in s, angles in rad. */
export function surveySummary({ survey, box, dt, form }: Looked, out: string | undefined) {
  const { files, records, steps, checksum, range, doubles, firstDouble, found } = survey;
  return {
    ...{ files, records, steps, dt, box, checksum, range },
    outsideBox: outside({ survey, box }),
    ...{ doubles, firstDouble: firstDouble ?? null },
    stepLength: found.stepLength,
    ...{ form: form ?? null, foundForm: found.form ?? null, alike: found.alike },
    errors: found.errors.map(({ form: tried, mean, largest, heading }) => ({
      ...tried,
      mean,
      largest,
      heading,
    })),
    out: out ?? null,
  };
}

/** How far positions reach beyond the walls, m; rounding to float32 is none. */
function outside({ survey, box }: Pick<Looked, "survey" | "box">): number {
  const { x, y } = survey.range;
  const beyond = box.round
    ? survey.farthest - box.width / 2
    : Math.max(
        ...[x[1], -x[0]].map((side) => side - box.width / 2),
        ...[y[1], -y[0]].map((side) => side - box.height / 2),
      );
  return beyond > 1e-6 ? beyond : 0;
}

export function showSurvey(looked: Looked, out: string | undefined, terminal: Terminal): string {
  const { survey, dt, form } = looked;
  const { files, records, steps, found, checksum } = survey;
  const rows: (readonly [string, string])[] = [
    [
      "records",
      `${records} of ${counted(steps, "step")}, ${dt} s each${survey.header ? "" : " (the files do not say)"}`,
    ],
    ["positions", rangeInWords(looked)],
    ["doubles", doublesInWords(survey)],
    [
      "speed",
      `${(100 * found.stepLength).toFixed(2)} cm a step, ${(found.stepLength / dt).toFixed(3)} m/s on average`,
    ],
    ["means", form ? formInWords(form) : "nothing that leads where the files say"],
    ...toldInWords(looked),
    ...found.alike.map((other) => ["or", `${formInWords(other)}: these paths do not tell`] as const),
    ["checksum", `${checksum.slice(0, sumShown)}… of the records in their order`],
  ];
  return paragraphs(
    [
      printable(placeOf(files.map(({ file }) => file))),
      ...alignColumns(
        rows.map(([name, text]) => [`  ${name}`, text] as const),
        terminal.columns,
      ),
    ],
    filesTable(survey, terminal),
    errorsTable(survey, terminal),
    out === undefined ? [] : [`written: ${printable(out)}`],
  );
}

/** Where the user says how to read them, and the paths say otherwise. */
function toldInWords({ survey: { found }, form }: Looked): (readonly [string, string])[] {
  if (!form || form === found.form) return [];
  if (!found.form) return [["", "as you say; no way of reading leads where the files say"]];
  const off = (one: EgoForm) => found.errors.find((error) => formInWords(error.form) === formInWords(one))!;
  const [here, best] = [form, found.form].map((one) => (100 * off(one).mean).toPrecision(3));
  if (here === best) return [];
  return [
    ["", `as you say; so the paths lead ${here} cm off, and ${best} cm by: ${formInWords(found.form)}`],
  ];
}

const placeOf = (files: readonly string[]): string => {
  const [first] = files;
  if (files.length === 1) return first!;
  const folder = dirname(first!);
  return files.every((file) => dirname(file) === folder)
    ? `${folder}: ${files.length} files`
    : `${files.length} files`;
};

function rangeInWords(looked: Looked): string {
  const { survey, box } = looked;
  const side = ([least, most]: readonly [number, number]) => `${least.toFixed(3)} to ${most.toFixed(3)} m`;
  const beyond = outside(looked);
  const where = beyond > 0 ? `up to ${(100 * beyond).toFixed(2)} cm outside` : "inside";
  return `x ${side(survey.range.x)}, y ${side(survey.range.y)}; ${where} a box of ${boxInWords(box)}`;
}

function doublesInWords({ doubles, firstDouble }: PathSurvey): string {
  if (!firstDouble) return "none";
  return `${counted(doubles, "record")} that came before; the first is ${firstDouble[1]}, a double of ${firstDouble[0]}`;
}

const filesShown = 6;
/** Of the digits of a checksum; --json has all. */
const sumShown = 16;

function filesTable({ files }: PathSurvey, terminal: Terminal): string[] {
  const shown = files.length > filesShown ? files.slice(0, filesShown - 1) : files;
  const rows = shown.map(({ file, records, bytes, sha256 }) => [
    ...[basename(file), String(records), formatBytes(bytes), sha256.slice(0, sumShown)],
  ]);
  const columns = [
    { title: "file" },
    { title: "records", align: "right" as const },
    { title: "size", align: "right" as const },
    { title: "SHA-256 begins" },
  ];
  const rest = files.length - shown.length;
  return [...table(columns, rows, terminal), ...(rest > 0 ? [`and ${rest} more; --json has all`] : [])];
}

function errorsTable({ found }: PathSurvey, terminal: Terminal): string[] {
  const rows = found.errors.map(({ form, mean, largest, heading }) => [
    form.unit === "metresPerStep" ? "m a step" : "m/s",
    form.order === "cosSin" ? "cos, sin" : "sin, cos",
    form.turn === "afterMove" ? "moves, turns" : "turns, moves",
    ...[100 * mean, 100 * largest, (180 * heading) / Math.PI],
  ]);
  const columns = [
    ...["speed in", "turn as", "a step"].map((title) => ({ title })),
    { title: "cm off", align: "right" as const },
    ...["at most", "degrees off"].map((title, i) => ({ title, align: "right" as const, dropped: i + 1 })),
  ];
  return table(columns, rows, terminal);
}
