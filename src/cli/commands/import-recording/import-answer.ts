/** What `import-recording` says of what it took, left out and made up. */
import type { ImportedRecording } from "../../../exchange/recording/imported-recording.ts";
import { printable } from "../../../printable.ts";
import { alignColumns } from "../../frame/columns.ts";

interface Written {
  readonly recording: ImportedRecording;
  readonly out: string;
}

/** What `--json` says of each file. Lengths in m, times in s. */
export const importSummary = ({ recording, out }: Written) => {
  const { session, placed, steps, trials, stepsOfTrial, bridged, lost, slow, spikes, conditions } = recording;
  return {
    out,
    series: session.name,
    taken: session.taken,
    referenceFrame: session.referenceFrame ?? null,
    units: session.cells.names.length,
    unitNames: session.cells.names,
    ...{ trials, steps: stepsOfTrial, dt: steps.dt, startTime: steps.start },
    box: [placed.width, placed.height],
    middle: placed.middle,
    positionsOutsideBox: placed.outside,
    stepsBridged: bridged,
    stepsOfUnknownPosition: lost,
    stepsTooSlow: slow,
    spikes: spikes && {
      all: spikes.all,
      outsideRecording: spikes.outside,
      unitsWithSpikesOutside: spikes.unitsOutside,
      atUnknownPosition: spikes.atUnknown,
      silentUnits: spikes.silent,
    },
    conditions: Object.fromEntries(conditions.map(({ name, value }) => [name, value])),
    arrays: Object.fromEntries(Object.entries(recording.arrays).map(([name, { shape }]) => [name, shape])),
  };
};

export const showImports = (written: readonly Written[], columns: number): string =>
  written.map((one) => showImport(one, columns).join("\n")).join("\n\n");

const shown = (value: number): string => String(Number(value.toPrecision(4)));
const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function showImport({ recording, out }: Written, columns: number): string[] {
  const { session, conditions } = recording;
  const frame = session.referenceFrame;
  const rows: (readonly [string, string])[] = [
    ...session.taken.map(({ what, from }) => [what, printable(from)] as const),
    ...(frame === undefined ? [] : [["its frame", printable(frame)] as const]),
    ["box", boxText(recording)],
    ["path", pathText(recording)],
    ["cells", cellsText(recording)],
    [
      "looked at",
      conditions.length === 0 ? "plain means of all samples" : conditions.map(({ text }) => text).join("; "),
    ],
  ];
  return [
    printable(out),
    ...alignColumns(
      rows.map(([name, text]) => [`  ${name}`, text] as const),
      columns,
    ),
  ];
}

function boxText({ placed }: ImportedRecording): string {
  const { width, height, middle, outside } = placed;
  const [x, y] = middle.map(shown);
  const moved = middle.every((side) => side === 0)
    ? "its middle is where the file has it"
    : `its middle, (${x}, ${y}) in the file, is moved to (0, 0)`;
  const left = outside === 0 ? "" : `; ${plural(outside, "position")} outside it taken as unknown`;
  return `${shown(width)} x ${shown(height)} m: ${moved}${left}`;
}

function pathText({ steps, trials, stepsOfTrial, bridged, lost, slow }: ImportedRecording): string {
  const seconds = steps.steps * steps.dt;
  const length = seconds >= 120 ? `${(seconds / 60).toFixed(1)} min` : `${shown(seconds)} s`;
  const cut = trials === 1 ? `${steps.steps} steps` : `${trials} trials of ${stepsOfTrial} steps`;
  const share = (count: number) => `${count} (${((100 * count) / steps.steps).toFixed(1)} %)`;
  return [
    `${length} in ${cut} of ${shown(steps.dt)} s`,
    ...(bridged > 0 ? [`${share(bridged)} in short gaps, straight on`] : []),
    ...(lost > 0 ? [`${share(lost)} of unknown position`] : []),
    ...(slow > 0 ? [`${share(slow)} too slow`] : []),
  ].join("; ");
}

const namesShown = 5;

function cellsText({ session, spikes }: ImportedRecording): string {
  const units = plural(session.cells.names.length, "unit");
  if (!spikes) return `${units}, rates as in the file`;
  const some = (names: readonly string[]) =>
    printable(names.slice(0, namesShown).join(", ")) + (names.length > namesShown ? ", …" : "");
  return [
    `${units}, ${plural(spikes.all, "spike")} as rates in Hz`,
    ...(spikes.outside > 0
      ? [
          `${plural(spikes.outside, "spike")} before or after the recording left out, of ${some(spikes.unitsOutside)}`,
        ]
      : []),
    ...(spikes.atUnknown > 0 ? [`${plural(spikes.atUnknown, "spike")} at an unknown position`] : []),
    ...(spikes.silent.length > 0 ? [`silent in it: ${some(spikes.silent)}`] : []),
  ].join("; ");
}
