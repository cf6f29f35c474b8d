/** From trajectories to what a network is given of them: what it is told of its motion, and the codes it is asked for. */
import { type Codes, fillCodes } from "../../code/fill-codes.ts";
import { cellsOf, partsOf } from "../../code/open-path-code.ts";
import { headPartOf, isMadeInBlocks, type PathCode } from "../../code/path-code.ts";
import type { Engine } from "../../engine/engine.ts";
import type { MemoryNeed } from "../../memory-need.ts";
import { floatBytes } from "../../networks/parameter-needs.ts";
import type { BatchSize, PathBatch } from "../../networks/path-network.ts";
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

/**
 * What a network is given of these trajectories.
 * @param source where they come from: noise, drawn cells and masks go with them
 * @returns arrays of the current memory scope, or of the trajectories themselves
 */
export const pathBatch = (
  engine: Engine,
  settings: PathIntegrationSettings,
  code: PathCode,
  paths: Paths,
  source: TrajectorySource,
  { noisy, dropout, coded = false, alone = false }: BatchOptions,
): PathBatch => ({
  ...{ position: paths.position, start: paths.start, otherPosition: paths.other?.position },
  velocity: motionInput(engine, settings, paths, noisy ? source : undefined),
  dropout:
    dropout === undefined ? undefined : { ...source, seed: dropout, stream: `${source.stream}/dropout` },
  headings: headPartOf(code) && paths.headingAfter,
  codes:
    coded || needsCodes(settings, code.parts)
      ? codesOfBoth(engine, code, alone ? { ...paths, other: undefined } : paths, source)
      : undefined,
});

/** Whether codes must be made before a pass. */
const needsCodes = (
  { code }: PathIntegrationSettings,
  parts: Parameters<typeof isMadeInBlocks>[0],
): boolean => code.agents === 2 || !isMadeInBlocks(parts);

/** With those of a second agent added, where there is one. */
function codesOfBoth(engine: Engine, code: PathCode, paths: Paths, source: TrajectorySource): Codes {
  const codes = codesOf(engine, code, paths, source);
  const { other } = paths;
  if (!other) return codes;
  engine.memory.scope(() => {
    const second = codesOf(engine, code, other, source);
    const add = (into: Codes["start"], from: Codes["start"]) =>
      engine.kernels.scaleAndAdd(into.pointer, from.pointer, into.length, 1, 1);
    add(codes.start, second.start);
    add(codes.targets, second.targets);
  });
  return codes;
}

/** The codes of the starts and after each step. The heading before the first step is that of the first step. */
function codesOf(engine: Engine, code: PathCode, paths: Paths, source: TrajectorySource): Codes {
  const { steps, trajectories, heading } = paths;
  const codes = {
    start: engine.memory.allocate("float32", [trajectories, code.cells], "codes of the starts"),
    targets: engine.memory.allocate("float32", [steps, trajectories, code.cells], "codes after the steps"),
  };
  const startHeading = heading.part(0, [trajectories], "headings at the start");
  fillCodes(engine, code, { ...paths, startHeading }, source, codes);
  return codes;
}

/** What trajectories and what is made of them hold in memory, the work of a network not counted. @param named what makes it less */
export function pathNeeds(
  engine: Engine,
  settings: PathIntegrationSettings,
  { batchSize, sequenceLength }: BatchSize,
  named: readonly string[],
): MemoryNeed[] {
  const { world, model, code } = settings;
  const samples = batchSize * sequenceLength;
  const steps = sequenceLength + (needsHeadingAfter(settings) ? 1 : 0);
  const { agents } = code;
  const isMade = agents === 2 || model.input === "egocentric" || model.velocityNoise !== 0;
  const told = isMade ? inputsOf(settings).inputs : 0;
  const draws = engine.pool.threads * trajectoryDrawBytes(engine, motionOf(world), steps);
  const codes = needsCodes(settings, partsOf(code)) ? agents * (samples + batchSize) * cellsOf(code) : 0;
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
