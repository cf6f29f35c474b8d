/** What all pictures of lags are drawn of: plain arrays, and the looks that classes have in each of them. */
import type { MarkForm } from "./marks.ts";
import { dataColour } from "./theme.ts";

/** A number for each unit at each lag. */
export interface LagValues {
  /** Ascending, cm; positive: the activity comes before the position. */
  readonly lagCm: ArrayLike<number>; // [L]
  readonly units: number;
  /** NaN: nothing to be said. */
  readonly values: ArrayLike<number>; // [L, units]
}

/** What is held against a curve over lags. */
export interface LagNull {
  /** "mean to 95th percentile of 64 shuffles" */
  readonly label: string;
  readonly mean: ArrayLike<number>; // [L]
  /** A percentile. */
  readonly high: ArrayLike<number>; // [L]
}

/** In the order of the classes of every rule. */
export const classKinds = ["predictive", "retrospective", "zeroLag", "lowGrid", "other"] as const;
export type LagClassKind = (typeof classKinds)[number];

/** Units that a rule put together. */
export interface LagClass {
  readonly kind: LagClassKind;
  /** "phase-precession" */
  readonly name: string;
  readonly units: ArrayLike<number>;
  /** How many units the same rule gives elsewhere, such as in the untrained network or in a shuffle. */
  readonly controls?: readonly ClassControl[] | undefined;
}

export interface ClassControl {
  /** "untrained network" */
  readonly label: string;
  readonly count: number;
}

export const classLooks: Readonly<
  Record<LagClassKind, { readonly form: MarkForm; readonly colour: string }>
> = {
  predictive: { form: "circle", colour: dataColour.first },
  retrospective: { form: "triangle", colour: dataColour.second },
  zeroLag: { form: "square", colour: dataColour.third },
  lowGrid: { form: "cross", colour: dataColour.null },
  other: { form: "diamond", colour: "#7f6a55" },
};

export const countUnits = (count: number): string =>
  count === 1 ? "1 unit" : `${count.toLocaleString("en-US")} units`;

/** "By the same rule: untrained network 4 predictive, 3 retrospective; …", or nothing. */
export function controlsText(classes: readonly LagClass[]): string {
  const labels = [...new Set(classes.flatMap(({ controls = [] }) => controls.map(({ label }) => label)))];
  if (labels.length === 0) return "";
  const parts = labels.map((label) => {
    const counts = classes.flatMap(({ name, controls = [] }) => {
      const control = controls.find((candidate) => candidate.label === label);
      return control ? [`${countText(control.count)} ${name}`] : [];
    });
    return `${label} ${counts.join(", ")}`;
  });
  return `By the same rule: ${parts.join("; ")}.`;
}

/** Means over shuffles are no whole numbers. */
export const countText = (count: number): string =>
  Number.isInteger(count) ? count.toLocaleString("en-US") : count.toFixed(1);

/** The values of one unit over the lags. */
export const curveOf = ({ lagCm, units, values }: LagValues, unit: number): Float64Array =>
  Float64Array.from({ length: lagCm.length }, (_, lag) => values[lag * units + unit]!);
