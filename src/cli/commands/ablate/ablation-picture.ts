import { type AblationData, ablationFigure } from "../../../draw/figure/ablation-figure.ts";
import type { Control } from "../../../session/ablation.ts";
import type { Condition } from "../../../tasks/activity-source.ts";
import { conditionSentence } from "../../frame/conditions.ts";
import type { ScenePicture } from "../figure/picture.ts";
import { classFacts } from "./ablation-answer.ts";
import { described, type ShownAblation } from "./shown-ablation.ts";

/** A bar for each lesion and for its controls, side by side for each number of steps. @param title "quick after 1300 steps" */
export function ablationPicture(
  { found, untrained, floorCm, chanceCm, seed, silencedClass }: ShownAblation,
  title: string,
  conditions: readonly Condition[],
): ScenePicture {
  const data: AblationData = {
    axis: "decode error (cm)",
    intervalName: "95 % of resamples of the trajectories",
    panels: found.horizons.map((steps, i) => ({
      title: `over ${steps} steps`,
      conditions: [
        { name: "nothing silenced", role: "baseline" as const, ...barOf(found.baseline[i]!) },
        ...found.lesions.flatMap((lesion) => [
          {
            name: `without ${described(lesion)}`,
            role: "ablated" as const,
            ...barOf(lesion.error[i]!),
          },
          ...lesion.controls
            .filter(({ trials }) => trials.length > 0)
            .map((control) => controlBar(control, i)),
        ]),
        ...(untrained
          ? [{ name: "before training", role: "baseline" as const, ...barOf(untrained[i]!) }]
          : []),
      ],
    })),
  };
  const heading = {
    title: `Decode error without some units: ${title}`,
    subtitle: [
      `${found.trajectories} trajectories, the same for all; seed ${seed}.`,
      `Floor ${floorCm.toFixed(2)} cm, chance ${chanceCm.toFixed(1)} cm.`,
      ...(silencedClass ? [`${classFacts(silencedClass).map(sentence).join(" ")}`] : []),
      ...conditionSentence(conditions),
    ].join(" "),
  };
  return { kind: "scene", heading, draw: (...layout) => ablationFigure(data, ...layout) };
}

const sentence = ([label, text]: readonly [string, string]): string =>
  `${label[0]!.toUpperCase()}${label.slice(1)}: ${text}.`;

const barOf = ({
  mean,
  low,
  high,
}: {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}) => ({
  mean,
  interval: [low, high] as const,
});

const controlBar = ({ name, trials, meanCm }: Control, i: number) => ({
  name: `${trials[0]!.units.length} ${name}`,
  role: "control" as const,
  mean: meanCm[i]!,
  trials: trials.map(({ error }) => error[i]!.mean),
});
