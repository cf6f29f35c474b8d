/** What is to be learned, and from what. */
import type { z } from "zod";
import type { Engine } from "../engine/engine.ts";
import type { NumericNpyArray } from "../format/npy-array.ts";
import type { Arrays } from "../networks/layout.ts";
import type { NetworkKind } from "../networks/network-kind.ts";
import type { ActivitySource } from "./activity-source.ts";
import type { BaseSettings, Experiment, Metric } from "./experiment.ts";

/** Settings of a task by key, as zod declares them. */
export interface SettingsShape extends z.core.$ZodLooseShape {
  readonly seed: z.ZodType<BaseSettings["seed"]>;
  readonly task: z.ZodType<BaseSettings["task"]>;
  readonly model: z.ZodType<BaseSettings["model"]>;
  readonly train: z.ZodType<BaseSettings["train"]>;
}

/** What of a network is looked at, and along what. */
export interface ActivityChoice {
  /** Default: the first one. */
  readonly tap?: string | undefined;
  /** Whether with the dropout of its training; default: without. */
  readonly dropout?: boolean | undefined;
  /** File or folder along whose trajectories it runs; default: fresh ones. */
  readonly data?: string | undefined;
  /** Where there are two agents, whose place goes with it; default: the first one's. */
  readonly of?: string | undefined;
}

export interface Task<Settings extends BaseSettings = BaseSettings, Opened extends Experiment = Experiment> {
  /** As `task` in the settings names it. */
  readonly kind: string;
  /** What is made small. */
  readonly loss: Metric;
  /** What is measured beside it. */
  readonly metrics: readonly Metric[];
  /** What can learn it, the usual one first. */
  readonly networks: readonly [NetworkKind, ...NetworkKind[]];
  /** The setting from which each size of a network comes, by the names of its axes. */
  readonly settingOfSize: Readonly<Record<string, string>>;
  /** The settings of the task with a network of one of these kinds. */
  settings(network: string): SettingsShape;
  /** Paths in the settings made absolute. */
  anchored(settings: Settings, cwd: string): Settings;
  /** The settings without what belongs to one machine only: for files that travel. */
  portable(settings: Settings): Settings;
  /**
   * Builds what the settings describe.
   * @param constants of a checkpoint; absent: made anew
   * @throws UserError when they cannot be had or do not fit
   */
  open(engine: Engine, settings: Settings, constants?: ReadonlyMap<string, NumericNpyArray>): Opened;
  /**
   * Whether a network can be looked at in another world than it was trained in.
   * @param constants of its checkpoint
   * @throws UserError when what belongs to the network does not fit into it
   */
  checkWorld(trained: Settings, changed: Settings, constants: ReadonlyMap<string, NumericNpyArray>): void;
  /**
   * A network at work, to be looked at.
   * @throws UserError when it has no such tap, no dropout, or tells of no such agent; when the data cannot be read or are of another world
   */
  activity(engine: Engine, experiment: Opened, weights: Arrays, choice?: ActivityChoice): ActivitySource;
  /** One line on a network: "256 relu units, 512 place cells". */
  describe(settings: Settings): string;
  /** How many units the first tap of a network has. */
  unitsOf(settings: Settings): number;
  /** What is to be known of a network beside its size: rows of label and text. */
  facts(settings: Settings): readonly (readonly [label: string, text: string])[];
}
