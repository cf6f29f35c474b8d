/** How a recording wants to be looked at: the rule of its maps, and what every output is to name. */
import type { Condition, MapRule } from "../tasks/activity-source.ts";
import type { Arena } from "../world/arena.ts";
import type { RecordedTrials } from "./recorded-trials.ts";

/** Undefined where the file asks for plain means. */
export function mapRuleOf({
  leastSeconds = 0,
  smoothing = 0,
  round,
}: RecordedTrials["rules"]): MapRule | undefined {
  return leastSeconds > 0 || smoothing > 0 || round ? { leastSeconds, smoothing, round } : undefined;
}

/** The box of the maps: with square bins as wide as high, so that nothing in them is deformed. */
export function mapArena({ box, rules }: Pick<RecordedTrials, "box" | "rules">): Arena {
  if (!rules.squareBins) return box;
  const side = Math.max(box.width, box.height);
  return { ...box, width: side, height: side };
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));
const cm = (metres: number): string => shown(100 * metres);

/** By the names that the file has; nothing of what it leaves out. */
export function conditionsOf({
  box,
  rules,
  position,
  recorded,
}: Pick<RecordedTrials, "box" | "rules" | "position" | "recorded">): Condition[] {
  const { leastSeconds, smoothing, round, speedAbove, velocityWindow } = rules;
  const unknown = leftOutShare(position, recorded);
  const conditions: (Condition | false)[] = [
    velocityWindow !== undefined &&
      velocityWindow > 0 && {
        ...{ name: "velocityWindow", value: velocityWindow },
        text: `velocities over ${shown(velocityWindow)} s`,
      },
    speedAbove !== undefined &&
      speedAbove > 0 && {
        ...{ name: "speedAbove", value: speedAbove },
        text: `only samples at ${cm(speedAbove)} cm/s or more`,
      },
    leastSeconds !== undefined &&
      leastSeconds > 0 && {
        ...{ name: "leastSeconds", value: leastSeconds },
        text: `bins visited for less than ${shown(leastSeconds)} s left out`,
      },
    smoothing !== undefined &&
      smoothing > 0 && {
        ...{ name: "smoothing", value: smoothing },
        text: `sums and visits smoothed by a Gaussian of ${cm(smoothing)} cm`,
      },
    round && { name: "round", value: true, text: "a round arena: bins outside the circle left out" },
    box.width !== box.height &&
      rules.squareBins && {
        ...{ name: "walls", value: `${shown(box.width)} x ${shown(box.height)}` },
        text: `a box of ${shown(box.width)} x ${shown(box.height)} m in square bins`,
      },
    unknown > 0 && {
      ...{ name: "samplesLeftOut", value: unknown },
      text: `${unknown < 5e-4 ? "less than 0.1" : (100 * unknown).toFixed(1)} % of the samples left out: slow, or of unknown position`,
    },
  ];
  return conditions.filter((condition) => condition !== false);
}

function leftOutShare(position: Float64Array, recorded: number): number {
  let unknown = 0;
  for (let i = 0; i < recorded; i++) if (Number.isNaN(position[2 * i]!)) unknown++;
  return unknown / recorded;
}
