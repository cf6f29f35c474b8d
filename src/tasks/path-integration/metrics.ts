/** What is measured of path integration, and between what it lies. */
import { headingChance, headingFloor } from "../../code/head-floors.ts";
import { lossLevels } from "../../code/loss-levels.ts";
import { headPartOf, type PathCode } from "../../code/path-code.ts";
import { decodeFloorCm } from "../../code/place-floors.ts";
import { twoLevels } from "../../code/two-levels.ts";
import type { Engine } from "../../engine/engine.ts";
import type { PathPassResult, Readout } from "../../networks/path-network.ts";
import { chanceCm } from "../../world/arena.ts";
import type { Levels, Metric } from "../experiment.ts";

export const loss: Metric = {
  name: "loss",
  label: "loss",
  short: "loss",
  unit: "nats",
  digits: 3,
  shown: true,
};

export const decodeErrorMetric: Metric = {
  name: "decodeErrorCm",
  label: "decode error",
  short: "error",
  unit: "cm",
  digits: 2,
  logarithmic: true,
  shown: true,
};

/** Of two agents. Source: the dual-agent task of the repository of Sorscher et al. 2019. */
export const bothErrorMetric: Metric = {
  name: "bothErrorCm",
  label: "median error of both agents",
  short: "both",
  unit: "cm",
  digits: 2,
  logarithmic: true,
  shown: true,
};

export const headingErrorMetric: Metric = {
  name: "headingErrorRad",
  label: "heading error",
  short: "heading",
  unit: "rad",
  digits: 3,
  shown: true,
};

const density: Metric = {
  name: "density",
  label: "share of active units",
  short: "density",
  digits: 3,
  shown: false,
};

const partLosses: readonly Metric[] = [
  { name: "placeLoss", label: "loss of places", short: "places", unit: "nats", digits: 3, shown: false },
  { name: "headLoss", label: "loss of headings", short: "headings", unit: "nats", digits: 3, shown: false },
];

/** Of any network that integrates paths. */
export const metrics: readonly Metric[] = [
  decodeErrorMetric,
  bothErrorMetric,
  headingErrorMetric,
  ...partLosses,
  density,
];

/** Of one that is asked for places alone. */
export const placeMetrics: readonly Metric[] = [decodeErrorMetric, density];

const headMetrics = metrics.filter((metric) => metric !== bothErrorMetric);
const twoMetrics: readonly Metric[] = [decodeErrorMetric, bothErrorMetric, density];

/** Of one that is asked for this code. */
export function metricsOf(readout: PathCode & { readonly agents?: 1 | 2 }): readonly Metric[] {
  if (readout.agents === 2) return twoMetrics;
  return headPartOf(readout) ? headMetrics : placeMetrics;
}

type Measured = Pick<PathPassResult, "partLosses" | "decodeError" | "bothError" | "headingError" | "density">;

/** What a pass says, by the names of the metrics. Losses of several ensembles of a quantity are added up, without their weights. */
export function measuredOf(code: Readout, result: Measured): Readonly<Record<string, number>> {
  const always = { decodeErrorCm: 100 * result.decodeError, density: result.density };
  if (code.agents === 2) return { ...always, bothErrorCm: 100 * result.bothError };
  if (!headPartOf(code)) return always;
  return {
    ...always,
    headingErrorRad: result.headingError,
    placeLoss: sumOf(code, "place", (i) => result.partLosses[i]!),
    headLoss: sumOf(code, "head", (i) => result.partLosses[i]!),
  };
}

const sumOf = ({ parts }: PathCode, quantity: "place" | "head", value: (part: number) => number): number =>
  parts.reduce((sum, part, i) => (part.quantity === quantity ? sum + value(i) : sum), 0);

const chanceName = "uniform guess";

function levelsOfTwo(
  engine: Engine,
  { code, topK }: Readout,
  seed: number,
): Readonly<Record<string, Levels>> {
  const { loss, eachCm, bothCm } = twoLevels(engine, code, topK, { seed });
  return { loss: { ...loss, chanceName }, decodeErrorCm: eachCm, bothErrorCm: bothCm };
}

/** Floors and chances, by the names of the metrics, at places and headings drawn by `seed`. */
export function levelsOf(engine: Engine, readout: Readout, seed: number): Readonly<Record<string, Levels>> {
  if (readout.agents === 2) return levelsOfTwo(engine, readout, seed);
  const { code, topK, parts } = readout;
  const losses = parts.map((part) => lossLevels(engine, part, { seed }));
  const total = (level: "floor" | "chance") =>
    parts.reduce((sum, { weight }, i) => sum + weight * losses[i]![level], 0);
  const ofPlaces: Readonly<Record<string, Levels>> = {
    loss: { floor: total("floor"), chance: total("chance"), chanceName },
    decodeErrorCm: { floor: decodeFloorCm(engine, code, { seed }, topK), chance: chanceCm(code.arena) },
  };
  const heads = headPartOf(readout);
  if (!heads) return ofPlaces;
  const of = (quantity: "place" | "head"): Levels => ({
    floor: sumOf(readout, quantity, (i) => losses[i]!.floor),
    chance: sumOf(readout, quantity, (i) => losses[i]!.chance),
    chanceName,
  });
  return {
    ...ofPlaces,
    headingErrorRad: { floor: headingFloor(heads.code.means.view), chance: headingChance },
    placeLoss: of("place"),
    headLoss: of("head"),
  };
}
