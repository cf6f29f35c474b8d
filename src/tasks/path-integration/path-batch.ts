/** From trajectories to what a network is given of them: what it is told of its motion, and the codes it is asked for. */
import { type Codes, fillCodes, type StartCodes } from "../../code/fill-codes.ts";
import { cellsOf, partsOf } from "../../code/open-path-code.ts";
import { headPartOf, isMadeInBlocks, type PathCode } from "../../code/path-code.ts";
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { floatBytes } from "../../networks/parameter-needs.ts";
import type { BatchSize, LearnedBatch, PathBatch } from "../../networks/path-network.ts";
import { motionOf } from "../../world/motion.ts";
import { type TrajectorySource, trajectoryDrawBytes } from "../../world/trajectory.ts";
import { inputsOf, motionInput } from "./motion-input.ts";
import { needsHeadingAfter, type Paths } from "./paths.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** What may differ between learning and looking. */
interface BatchOptions {
  /** False: the network is told its motion as it is, whatever the settings say of noise. */
  readonly noisy: boolean;
  /** Seed by which bottleneck units drop out; undefined: none does. */
  readonly dropout: number | undefined;
  /** True: codes are made here also where blocks could make them. */
  readonly coded?: boolean;
  /** True: of two agents the second has no place at the start. */
  readonly alone?: boolean;
}

type Given = readonly [
  engine: Engine,
  settings: PathIntegrationSettings,
  code: PathCode,
  paths: Paths,
  source: TrajectorySource,
];

/**
 * What a network is given of trajectories to learn from.
 * @param given the last of it says where they come from: noise, drawn cells and masks go with them
 * @returns arrays of the current memory scope, or of the trajectories themselves
 */
export const pathBatch = (
  ...[engine, settings, code, paths, source, options]: [...Given, BatchOptions]
): LearnedBatch => ({
  ...toldBatch(engine, settings, code, paths, source, options),
  codes: madeBefore(code, paths, options) ? codesOf(engine, code, paths, source) : undefined,
});

/** The same of trajectories that nothing is learned from: only their starts have a code. */
export const observedBatch = (
  ...[engine, settings, code, paths, source, options]: [...Given, BatchOptions]
): PathBatch => ({
  ...toldBatch(engine, settings, code, paths, source, options),
  codes: madeBefore(code, paths, options)
    ? startCodesOf(engine, code, options.alone ? { ...paths, other: undefined } : paths, source)
    : undefined,
});

const madeBefore = ({ parts }: PathCode, { other }: Paths, { coded = false }: BatchOptions): boolean =>
  coded || other !== undefined || !isMadeInBlocks(parts);

const toldBatch = (
  ...[engine, settings, code, paths, source, { noisy, dropout }]: [...Given, BatchOptions]
) => ({
  ...{ position: paths.position, start: paths.start, otherPosition: paths.other?.position },
  velocity: motionInput(engine, settings, paths, noisy ? source : undefined),
  dropout:
    dropout === undefined ? undefined : { ...source, seed: dropout, stream: `${source.stream}/dropout` },
  headings: headPartOf(code) && paths.headingAfter,
});

/** The codes of the starts and after each step; of two agents their sums. */
function codesOf(engine: Engine, code: PathCode, paths: Paths, source: TrajectorySource): Codes {
  const { steps, trajectories } = paths;
  const shape = [steps, trajectories, code.cells];
  const targets = engine.memory.allocate("float32", shape, "codes after the steps");
  return { ...startCodesOf(engine, code, paths, source, targets), targets };
}

/** The heading before the first step is that of the first step. @param targets filled as well */
function startCodesOf(
  engine: Engine,
  code: PathCode,
  paths: Paths,
  source: TrajectorySource,
  targets?: SharedArray<"float32">,
): StartCodes {
  const { trajectories, heading } = paths;
  const start = engine.memory.allocate("float32", [trajectories, code.cells], "codes of the starts");
  const startHeading = heading.part(0, [trajectories], "headings at the start");
  fillCodes(engine, code, { ...paths, startHeading }, source, { start, targets });
  const { other } = paths;
  if (other) engine.memory.scope(() => addCodes(engine, code, other, source, { start, targets }));
  return { start };
}

/** Adds the codes of second agents. */
function addCodes(
  engine: Engine,
  code: PathCode,
  other: Paths,
  source: TrajectorySource,
  to: { readonly start: SharedArray<"float32">; readonly targets?: SharedArray<"float32"> | undefined },
): void {
  const targets = to.targets && engine.memory.allocate("float32", to.targets.shape, "codes of second agents");
  const { start } = startCodesOf(engine, code, other, source, targets);
  const add = (into: SharedArray<"float32">, from: SharedArray<"float32">) =>
    engine.kernels.scaleAndAdd(into.pointer, from.pointer, into.length, 1, 1);
  add(to.start, start);
  if (to.targets && targets) add(to.targets, targets);
}

/**
 * What trajectories and what is made of them hold in memory, the work of a network not counted.
 * @param named what makes it less
 * @param learned whether they are learned from
 */
export function pathNeeds(
  engine: Engine,
  settings: PathIntegrationSettings,
  { batchSize, sequenceLength }: BatchSize,
  named: readonly string[],
  learned = true,
): MemoryNeed[] {
  const { world, model, code } = settings;
  const samples = batchSize * sequenceLength;
  const steps = sequenceLength + (needsHeadingAfter(settings) ? 1 : 0);
  const { agents } = code;
  const isMade = agents === 2 || model.input === "egocentric" || model.velocityNoise !== 0;
  const told = isMade ? inputsOf(settings).inputs : 0;
  const draws = engine.pool.threads * trajectoryDrawBytes(engine, motionOf(world), steps);
  const isLater = agents === 1 && isMadeInBlocks(partsOf(code));
  // Those of second agents are gone before a pass takes as much for its gradients.
  const codes = isLater ? 0 : (learned ? samples + batchSize : agents * batchSize) * cellsOf(code);
  const floats = agents * 5 * steps * batchSize + told * samples;
  return [
    { label: "trajectories", bytes: floats * floatBytes + draws, settings: named },
    {
      label: "codes made before the pass",
      bytes: codes * floatBytes,
      settings: ["code.placeCells", ...named],
    },
  ].filter(({ bytes }) => bytes > 0);
}
