/** Tuning of one unit in pictures, and of the most tuned ones in a table. */
import { shufflingWords, type Tuning } from "../../../analyse/tuning.ts";
import { beside } from "../../../draw/beside.ts";
import { lineChart } from "../../../draw/chart.ts";
import { polarPlot } from "../../../draw/polar.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import { formatSignificant } from "../../../draw/text.ts";
import type { TuningStudy } from "../../../session/tuning-study.ts";
import { alignColumns } from "../../frame/columns.ts";
import type { Drawing } from "../../frame/drawing-flags.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { headingTable } from "./heading-table.ts";
import { sortedUnits, sortWords, type TuningSort } from "./tuning-sort.ts";

const significance = 0.05;
/** With fewer shuffles no p, of which the true pairing is one part, can be as small. */
const fewestToJudge = Math.round(1 / significance) - 1;
const chartColumns = 42;
const polarColumns = 36;

const degrees = (angle: number): number => Math.round((angle * 180) / Math.PI);
const number = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

/** What `tuning RUN UNIT --json` answers. Headings in degrees, speeds in m/s. */
export function unitTuningSummary(tuning: Tuning, unit: number) {
  const { heading, speed, samples, shuffles, shufflingBy } = tuning;
  return {
    unit,
    ...{ samples, shuffles, shufflingBy },
    heading: {
      rates: curveOf(heading.rates, heading.bins, unit),
      visits: heading.visits,
      vectorLength: heading.vectorLength[unit],
      shiftedLength: heading.shiftedLength[unit],
      amplitude: heading.amplitude[unit],
      correlation: heading.correlation[unit],
      correlationNull95: heading.correlationNull95[unit],
      directionDegrees: (heading.direction[unit]! * 180) / Math.PI,
      signed: heading.signed[unit],
      null95: heading.null95[unit],
      p: heading.p[unit],
    },
    speed: {
      limit: speed.limit,
      rates: curveOf(speed.rates, speed.bins, unit),
      visits: speed.visits,
      score: speed.score[unit],
      null95: speed.null95[unit],
      null99: speed.null99[unit],
      p: speed.p[unit],
      atPlace: {
        score: speed.atPlace.score[unit],
        null95: speed.atPlace.null95[unit],
        null99: speed.atPlace.null99[unit],
        p: speed.atPlace.p[unit],
      },
    },
  };
}

/** What `tuning RUN --json` answers: scores of all units, without their curves. */
export const tuningSummary = ({
  shares,
  smoothness,
  tuning: { heading, speed, samples, shuffles, shufflingBy, units },
}: TuningStudy) => ({
  ...{ samples, shuffles, shufflingBy, shares },
  units: Array.from({ length: units }, (_, unit) => ({
    unit,
    vectorLength: heading.vectorLength[unit],
    shiftedLength: heading.shiftedLength[unit],
    amplitude: heading.amplitude[unit],
    correlation: heading.correlation[unit],
    correlationNull95: heading.correlationNull95[unit],
    directionDegrees: (heading.direction[unit]! * 180) / Math.PI,
    signed: heading.signed[unit],
    headingNull95: heading.null95[unit],
    headingP: heading.p[unit],
    ...(smoothness && { smoothness: smoothness[unit] }),
    speedScore: speed.score[unit],
    speedNull95: speed.null95[unit],
    speedNull99: speed.null99[unit],
    speedP: speed.p[unit],
    speedScoreAtPlace: speed.atPlace.score[unit],
    speedAtPlaceNull99: speed.atPlace.null99[unit],
    speedAtPlaceP: speed.atPlace.p[unit],
  })),
});

const curveOf = (rates: Float64Array, bins: number, unit: number): Float64Array =>
  rates.slice(unit * bins, (unit + 1) * bins);

/** Rate over heading as a radial plot, rate over speed as a line, and both scores beside their nulls. */
export function showUnitTuning(tuning: Tuning, unit: number, { terminal }: Drawing): string {
  const { heading, speed, samples } = tuning;
  const polar = polarPlot(
    curveOf(heading.rates, heading.bins, unit),
    { ...terminal, columns: Math.min(terminal.columns, polarColumns) },
    { unit: "a.u.", direction: heading.direction[unit]! },
  );
  const positions = Array.from({ length: speed.bins }, (_, i) => ((i + 0.5) * speed.limit) / speed.bins);
  const chart = lineChart(
    [{ label: "mean rate (a.u.)", positions, values: curveOf(speed.rates, speed.bins, unit) }],
    { ...terminal, columns: Math.min(terminal.columns, chartColumns) },
    { height: 10, positionName: "m/s" },
  );
  return paragraphs(
    [`unit ${unit}: rates by heading and by speed, ${samples} samples`],
    beside([polar, chart], terminal.columns),
    alignColumns([...headingFacts(tuning, unit), ...speedFacts(tuning, unit)], terminal.columns),
    remarks(tuning, terminal),
  );
}

function headingFacts({ heading }: Tuning, unit: number): [string, string][] {
  const { vectorLength, shiftedLength, amplitude, signed, null95, p, direction } = heading;
  const { correlation, correlationNull95 } = heading;
  if (Number.isNaN(direction[unit]!)) return [["heading", "no tuning: the unit does not vary"]];
  const judged = `null below ${number(null95[unit]!)} in 95 %, p ${number(p[unit]!)}`;
  const where = `mean direction ${degrees(direction[unit]!)} degrees`;
  const size = `${formatSignificant(amplitude[unit]!, 3)} a.u.`;
  const fit = `correlation with the best cosine ${number(correlation[unit]!)} (null below ${number(correlationNull95[unit]!)})`;
  if (signed[unit]) {
    return [
      ["heading", `amplitude ${size}; ${judged}`],
      ["", `${where}, ${fit}`],
      ["", "vector length undefined: the unit goes below zero"],
      ["", `shifted to zero first, as published: ${number(shiftedLength[unit]!)}, as any cosine has 0.5`],
    ];
  }
  return [
    ["heading", `mean vector length ${number(vectorLength[unit]!)}; ${judged}`],
    ["", `${where}, amplitude ${size}`],
    ["", fit],
  ];
}

function speedFacts({ speed }: Tuning, unit: number): [string, string][] {
  if (Number.isNaN(speed.score[unit]!)) return [["speed", "no score: the unit does not vary"]];
  const judged = ({ score, null95, p }: Pick<Tuning["speed"], "score" | "null95" | "p">) =>
    `${number(score[unit]!)}; null within ${number(null95[unit]!)} in 95 %, p ${number(p[unit]!)}`;
  return [
    ["speed", `score (Pearson r) ${judged(speed)}`],
    ["", `with the speed above the mean at the place ${judged(speed.atPlace)}`],
  ];
}

function nullFact({ shuffles, shufflingBy }: Tuning): string {
  if (shuffles === 0) return "No shuffles, no null: nothing can be said of significance.";
  const counted = shuffles === 1 ? "1 shuffle" : `${shuffles} shuffles`;
  const said = `Null: ${counted}, ${shufflingWords[shufflingBy]}.`;
  if (shuffles >= fewestToJudge) return said;
  return `${said} Too few: no p can be below 1 / ${shuffles + 1}, and ${significance} takes at least ${fewestToJudge}.`;
}

const wallCaveat =
  "It does not know of places: walls limit the headings and slow the animal, so a unit that is tuned to a place near one is tuned to headings and to speeds as well. The score with the speed above the mean at the place leaves that out.";

const remarks = (tuning: Tuning, { columns }: Terminal): string[] =>
  [nullFact(tuning), wallCaveat].flatMap((text) => wrap(text, columns));

/** @param allSigned all units go below zero: what stands for the vector length that they do not have is the correlation */
const columnsBy = (sort: TuningSort, allSigned: boolean): readonly TableColumn[] => [
  { title: "unit", align: "right" },
  ...(sort === "smoothness" ? [{ title: "smoothness", align: "right" } as const] : []),
  { title: allSigned ? "correlation" : "vector length", align: "right" },
  { title: "null 95 %", align: "right", dropped: 2 },
  { title: "p", align: "right" },
  { title: "direction", align: "right", dropped: 1 },
  ...(allSigned ? [] : [{ title: "correlation", align: "right", dropped: 3 } as const]),
  { title: "amplitude", align: "right", dropped: 5 },
  { title: "speed score", align: "right" },
  { title: "null 95 %", align: "right", dropped: 4 },
  { title: "p", align: "right" },
  { title: "at its place", align: "right", dropped: 6 },
  { title: "p", align: "right", dropped: 7 },
];

/** Units in the order of `sort`, in a table, and the shares of all that are tuned to heading. */
export function showTunedUnits(
  study: TuningStudy,
  sort: TuningSort,
  best: number,
  terminal: Terminal,
): string {
  const { tuning, smoothness } = study;
  const { heading, speed, units, samples } = tuning;
  const allSigned = heading.signed.every(Boolean);
  const most = sortedUnits(study, sort).slice(0, best);
  const rows = most.map((unit) => [
    String(unit),
    ...(sort === "smoothness" ? [formatSignificant(smoothness![unit]!, 3)] : []),
    number((allSigned ? heading.correlation : heading.vectorLength)[unit]!),
    number((allSigned ? heading.correlationNull95 : heading.null95)[unit]!),
    number(heading.p[unit]!),
    Number.isNaN(heading.direction[unit]!) ? "-" : String(degrees(heading.direction[unit]!)),
    ...(allSigned ? [] : [number(heading.correlation[unit]!)]),
    formatSignificant(heading.amplitude[unit]!, 3),
    number(speed.score[unit]!),
    number(speed.null95[unit]!),
    number(speed.p[unit]!),
    number(speed.atPlace.score[unit]!),
    number(speed.atPlace.p[unit]!),
  ]);
  const signed = heading.signed.filter(Boolean).length;
  return paragraphs(
    wrap(`the ${most.length} of ${units} units ${sortWords[sort]}, ${samples} samples`, terminal.columns),
    rows.length === 0 ? [] : table(columnsBy(sort, allSigned), rows, terminal),
    signed > 0
      ? wrap(`${signed} units go below zero: they have an amplitude but no vector length.`, terminal.columns)
      : [],
    tuning.shuffles >= fewestToJudge ? headingTable(study.shares, signed > 0, terminal) : [],
    tuning.shuffles >= fewestToJudge ? wrap(chanceLine(tuning), terminal.columns) : [],
    remarks(tuning, terminal),
  );
}

/** Of the units that have a p: silent and constant ones could not be below it by chance. */
function chanceLine({ heading, speed, shuffles }: Tuning): string {
  const expected = Math.floor(significance * (shuffles + 1)) / (shuffles + 1);
  const count = (p: Float64Array, kind: string) => {
    const judged = p.filter((value) => !Number.isNaN(value));
    const below = judged.filter((value) => value <= significance).length;
    return {
      said: `${below} of ${judged.length} to ${kind}`,
      byChance: Math.round(expected * judged.length),
    };
  };
  const [first, second] = [count(heading.p, "heading"), count(speed.p, "speed")];
  const byChance = `by chance ${first.byChance} and ${second.byChance} would be`;
  return `p <= ${significance}: ${first.said}, ${second.said}; ${byChance}.`;
}
