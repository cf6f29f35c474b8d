/** What a user names to be looked at: a network, its untrained twin, or a file of somebody's activity. */
import { basename } from "node:path";
import type { Engine } from "../engine/engine.ts";
import { openActivityFile } from "../exchange/activity-file.ts";
import { lookUp } from "../format/look-up.ts";
import { type Arrays, type Layout, namesOf, type PresentSpec, presentSpecs } from "../networks/layout.ts";
import type { ActivitySource, Condition } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import { changedWorld } from "./changed-world.ts";
import { runPath } from "./run-names.ts";
import { loadWeights, openExperiment, readNetwork, type SavedNetwork } from "./saved-network.ts";

/** What of it is looked at. */
export interface SubjectChoice {
  /** Something else of a network than its units. */
  readonly tap?: string | undefined;
  /** The network as it was before its first step instead. */
  readonly untrained?: boolean | undefined;
  /** Settings of the world that are other ones than in training, such as `speedScale=1.4`. */
  readonly worldSet?: readonly string[] | undefined;
  /** With the dropout of its training. */
  readonly dropout?: boolean | undefined;
  /** Along the trajectories of these files, by their path; default: along fresh ones. */
  readonly data?: string | undefined;
  /** Of a network of two agents: whose place goes with the activity. */
  readonly of?: string | undefined;
}

export interface Subject {
  /** A short name for headings. */
  readonly name: string;
  /** Absolute path of what was meant; of a bundled checkpoint it need not exist. */
  readonly path: string;
  /** With its settings as it was trained, whatever world it is looked at in. Undefined: a file of activity. */
  readonly saved: SavedNetwork | undefined;
  /** Training steps done; null where nothing was trained here. */
  readonly step: number | null;
  /** How many there are to look at; undefined: to be known when it is open. */
  readonly units: number | undefined;
  /** What is not as the network is usually looked at: its world, its dropout, its paths; its source may have conditions besides. */
  readonly changed: readonly Condition[];
  /** @throws UserError when it is damaged, or has no such tap */
  open(engine: Engine): ActivitySource;
  /** A network with its weights; undefined: there is none. @throws UserError as `open` */
  readonly openNetwork: ((engine: Engine) => OpenedNetwork) | undefined;
  /** The same network as it was before its first step; undefined where there is no such other one. */
  readonly untrained: (() => Subject) | undefined;
}

/** A network to be looked at whose weights may be changed meanwhile: the next look sees them. */
export interface OpenedNetwork {
  readonly source: ActivitySource;
  /** What its decoder reads: the first tap. */
  readonly read: ActivitySource;
  readonly layout: Layout;
  readonly weights: Arrays;
}

/** @throws UserError when there is nothing of that name, it is damaged, or the choice does not fit it */
export function readSubject(path: string, given: string, choice: SubjectChoice = {}): Subject {
  return isActivityFile(path) ? activityFile(path, choice) : network(path, given, choice);
}

function network(named: string, given: string, choice: SubjectChoice): Subject {
  const { tap, untrained = false, worldSet = [], dropout = false, data, of } = choice;
  const saved = readNetwork(named, given);
  const path = runPath(named, given);
  const { checkpoint, task, config } = saved;
  const world = changedWorld(saved, worldSet);
  const changed = [...world.conditions, ...(dropout ? [dropoutOn] : []), ...(data ? [alongData(data)] : [])];
  const openNetwork = (engine: Engine): OpenedNetwork => {
    const experiment = openExperiment(engine, world.saved);
    const { layout } = experiment;
    const weights = untrained ? experiment.initialize() : loadWeights(engine, experiment, checkpoint);
    const look = (at?: string): ActivitySource => {
      const source = task.activity(engine, experiment, weights, { tap: at, dropout, data, of });
      return { ...source, conditions: [...source.conditions, ...changed] };
    };
    const source = look(tap);
    const read = source.tap === source.taps[0]?.name ? source : look();
    return { source, read, layout, weights };
  };
  return {
    ...{ path, saved },
    name: [nameOf(given), ...(untrained ? ["untrained"] : []), ...(tap === undefined ? [] : [tap])].join(" "),
    step: untrained ? 0 : checkpoint.step,
    // Whether it has such a tap, or any dropout, shows when it is open.
    units: tap === undefined && !dropout ? task.unitsOf(config) : undefined,
    changed,
    openNetwork,
    open: (engine) => openNetwork(engine).source,
    untrained: untrained ? undefined : () => network(named, given, { ...choice, untrained: true }),
  };
}

function activityFile(path: string, choice: SubjectChoice): Subject {
  const [flag] = flagsForNetworks(choice);
  if (flag !== undefined) {
    throw new UserError(`${path} is a file of activity: ${flag} is for networks`, `leave out ${flag}`, 2);
  }
  const open = (engine: Engine) => openActivityFile(engine, path);
  const nothing = {
    saved: undefined,
    step: null,
    units: undefined,
    changed: [],
    openNetwork: undefined,
    untrained: undefined,
  };
  return { ...{ path, open }, name: basename(path), ...nothing };
}

const dropoutOn: Condition = { name: "dropout", value: true, text: "dropout on, as in training" };

const alongData = (path: string): Condition => ({
  ...{ name: "data", value: basename(path) },
  text: `along the trajectories of ${basename(path)}`,
});

const flagsForNetworks = ({ tap, untrained, worldSet = [], dropout, data, of }: SubjectChoice): string[] => [
  ...(untrained ? ["--untrained"] : []),
  ...(tap === undefined ? [] : ["--tap"]),
  ...(worldSet.length === 0 ? [] : ["--world-set"]),
  ...(dropout ? ["--dropout"] : []),
  ...(data === undefined ? [] : ["--data"]),
  ...(of === undefined ? [] : ["--of"]),
];

/** Also one that is not there: to be told so. */
const isActivityFile = (path: string): boolean =>
  path.endsWith(".npz") && lookUp(path)?.isDirectory() !== true;

const runCheckpoint = /([^/\\]+)[/\\]checkpoints[/\\]step-\d+\.safetensors$/;

/** The arrays of a saved network, by our names. */
export function parametersOf({ task, config }: SavedNetwork): Readonly<Record<string, PresentSpec>> {
  const kind = task.networks.find((network) => network.kind === config.model.kind);
  if (!kind) throw new Error(`no network ${config.model.kind}`);
  const { parameters } = kind;
  return presentSpecs(parameters, kind.arraysOf?.(config.model) ?? namesOf(parameters));
}

/** A short name for what a user has given: the run that a checkpoint is of, else the last part of a path, without `.safetensors`. */
export const nameOf = (given: string): string =>
  runCheckpoint.exec(given)?.[1] ?? basename(given).replace(/\.safetensors$/, "");

/** "quick after 1300 steps" */
export const titleOf = ({ name, step }: Pick<Subject, "name" | "step">): string =>
  step === null || step === 0 ? name : `${name} after ${step} steps`;
