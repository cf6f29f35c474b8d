/** What `ablate` says: for programs and for people. */
import type { MeanInterval } from "../../../analyse/bootstrap.ts";
import type { ClassThresholds } from "../../../analyse/lags/class-rules.ts";
import { type TableColumn, table } from "../../../draw/table.ts";
import type { Terminal } from "../../../draw/terminal.ts";
import type { Control, Lesioned, MeasuredLesion } from "../../../session/ablation.ts";
import { alignColumns } from "../../frame/columns.ts";
import { paragraphs, wrap } from "../../frame/lines.ts";
import { judgedFacts } from "../lags/lag-facts.ts";
import { ruleFact } from "../lags/rule-words.ts";
import type { SilencedClass } from "./chosen-lesions.ts";
import { described, meanRate, type ShownAblation } from "./shown-ablation.ts";

/** The answer of `ablate --json`: errors in cm, intervals of 95 %; a list for each of `steps`. */
export function ablationSummary({
  found,
  untrained,
  floorCm,
  chanceCm,
  rates,
  look,
  seed,
  silencedClass,
}: ShownAblation) {
  const lesioned = ({ units, error, loss }: Lesioned) => ({
    unitCount: units.length,
    meanActivity: meanRate(rates, units),
    ...{ errorCm: error, lossCm: loss },
  });
  return {
    steps: found.horizons,
    trajectories: found.trajectories,
    ...{ seed, scorer: look.scorer.name, bins: look.bins },
    ...{ floorCm, chanceCm },
    baselineErrorCm: found.baseline,
    untrainedErrorCm: untrained ?? null,
    class: silencedClass
      ? {
          ...{ name: silencedClass.name, rule: silencedClass.rule.name },
          thresholds: finite(silencedClass.thresholds),
          ...judgement(silencedClass),
          units: silencedClass.units.length,
          ...{ untrained: silencedClass.untrained ?? null, shuffles: silencedClass.shuffles },
        }
      : null,
    lesions: found.lesions.map((lesion) => ({
      name: lesion.name,
      units: lesion.units,
      ...lesioned(lesion),
      controls: lesion.controls.map(({ name, trials, meanCm, difference, p }) => ({
        name,
        trials: trials.map(lesioned),
        ...{ meanErrorCm: meanCm, differenceCm: difference, p },
      })),
    })),
  };
}

const judgement = ({ plan: { lags, study, nullKind } }: SilencedClass) => ({
  ...{ estimator: study.estimator, edges: study.edges, samples: lags.samples },
  ...{ scorer: lags.scorer.name, bins: lags.bins, trajectories: lags.trajectories, lags: lags.lags },
  null: study.shuffles === 0 ? null : { kind: nullKind, alpha: study.alpha, correction: study.correction },
});

/** Without those that a rule does not ask for. */
const finite = (thresholds: ClassThresholds) =>
  Object.fromEntries(Object.entries(thresholds).filter(([, value]) => Number.isFinite(value)));

const cm = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(2));
const between = ({ low, high }: MeanInterval): string => `${cm(low)} to ${cm(high)}`;

/** "Without top 8 the error over 20 steps grows by 8.22 cm (7.26 to 9.22). …": for the first horizon, beside each control. */
function verdict({ found }: ShownAblation, lesion: MeasuredLesion): string[] {
  const { loss, controls } = lesion;
  const [steps] = found.horizons;
  const own = `Without ${described(lesion)} the error over ${steps} steps grows by ${cm(loss[0]!.mean)} cm (${between(loss[0]!)}).`;
  const compared = controls.filter(({ trials }) => trials.length > 1).map(judged);
  return [own, ...(compared.length > 0 ? compared : ["Without controls nothing follows."])];
}

/** "As many, random: 2.69 to 8.39 cm; 1 of 20 sets as much, p = 0.095." */
function judged({ name, trials, p }: Control): string {
  const losses = trials.map((trial) => trial.loss[0]!.mean);
  const range = `${cm(Math.min(...losses))} to ${cm(Math.max(...losses))} cm`;
  const passed = Math.round(p[0]! * (1 + trials.length)) - 1;
  const word = passed === 0 ? "none" : String(passed);
  return `As many, ${name}: ${range}; ${word} of ${trials.length} sets as much, p = ${p[0]!.toFixed(3)}.`;
}

/** What each lesion costs, and what its controls do: a line each. */
export const ablationVerdicts = (shown: ShownAblation): string[] =>
  shown.found.lesions.flatMap((lesion) => verdict(shown, lesion));

/** Errors of all that was silenced, beside its controls, as texts. */
export function ablationRows({ found, untrained, rates }: ShownAblation): {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
} {
  const { horizons, baseline } = found;
  const columns: TableColumn[] = [
    { title: "silenced" },
    { title: "units", align: "right" },
    { title: "activity", align: "right", dropped: 2 },
    ...horizons.flatMap((steps): TableColumn[] => [
      { title: `${steps} steps`, align: "right" },
      { title: "more", align: "right", dropped: 1 },
      { title: "p", align: "right" },
    ]),
  ];
  const row = (
    name: string,
    sets: readonly (readonly number[])[],
    cells: readonly (readonly string[])[],
  ): string[] => [
    name,
    String(sets[0]?.length ?? 0),
    sets.length === 0 ? "-" : meanRate(rates, sets.flat()).toPrecision(2),
    ...cells.flat(),
  ];
  const plain = (intervals: readonly MeanInterval[]) => intervals.map(({ mean }) => [cm(mean), "", ""]);
  const rows = [
    row("nothing", [], plain(baseline)),
    ...found.lesions.flatMap((lesion) => [
      row(
        lesion.name,
        [lesion.units],
        horizons.map((_, i) => [cm(lesion.error[i]!.mean), cm(lesion.loss[i]!.mean), ""]),
      ),
      ...lesion.controls
        .filter(({ trials }) => trials.length > 0)
        .map(({ name, trials, meanCm, p }) =>
          row(
            `  ${name}`,
            trials.map(({ units }) => units),
            horizons.map((_, i) => [
              cm(meanCm[i]!),
              cm(meanCm[i]! - baseline[i]!.mean),
              trials.length > 1 ? p[i]!.toFixed(3) : "",
            ]),
          ),
        ),
    ]),
    ...(untrained ? [row("before training", [], plain(untrained))] : []),
  ];
  return { columns, rows };
}

/** "predictive by fork-loose: 31 units; 12 in the untrained network, 36.0 in a shuffle, on average of 20" */
function classFact({ name, rule, units, untrained, shuffles }: SilencedClass): string {
  const elsewhere = [
    ...(untrained === undefined ? [] : [`${untrained} in the untrained network`]),
    ...(shuffles.length === 0
      ? []
      : [`${mean(shuffles).toFixed(1)} in a shuffle, on average of ${shuffles.length}`]),
  ];
  const beside = elsewhere.length === 0 ? "no null, so no claim" : elsewhere.join(", ");
  return `${name} by ${rule.name}: ${units.length} ${units.length === 1 ? "unit" : "units"}; ${beside}`;
}

/** How a class was found. */
export const classFacts = (found: SilencedClass): [string, string][] => [
  ["class", classFact(found)],
  ruleFact(found),
  ...judgedFacts(found.plan),
];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What has to stand beside the numbers. */
export const ablationFacts = ({
  found,
  floorCm,
  chanceCm,
  look,
  seed,
  silencedClass,
}: ShownAblation): [string, string][] => [
  ...(silencedClass ? classFacts(silencedClass) : []),
  ["levels", `floor ${cm(floorCm)} cm, chance ${chanceCm.toFixed(1)} cm`],
  ["paths", `${found.trajectories} trajectories, the same for all; seed ${seed}`],
  // Those of a class have been told.
  ...(silencedClass && found.lesions.length === 1
    ? []
    : [
        [
          silencedClass ? "of top" : "scores",
          `${look.scorer.name}, ${look.bins} x ${look.bins} bins`,
        ] satisfies [string, string],
      ]),
  ["errors", "cm, means over the first steps; more: than with nothing silenced"],
  ["p", "share of the sets, the silenced one included, with as large an error"],
];

export function showAblation(shown: ShownAblation, terminal: Terminal): string {
  const { columns, rows } = ablationRows(shown);
  return paragraphs(
    ablationVerdicts(shown).flatMap((text) => wrap(text, terminal.columns)),
    table(columns, rows, terminal),
    alignColumns(ablationFacts(shown), terminal.columns),
  );
}
