/** Errors of all ways to read places and headings out of a network, with what lies below and above them. */
import {
  type DecodeWay,
  decodeWayNames,
  decodeWays,
  ReadoutErrorSums,
  type ReadoutErrors,
} from "../analyse/readout-errors.ts";
import { type LossLevels, lossLevels } from "../code/loss-levels.ts";
import { decodeFloorCm } from "../code/place-floors.ts";
import type { Engine } from "../engine/engine.ts";
import type { ActivityRequest, ActivitySource } from "../tasks/activity-source.ts";
import { chanceCm } from "../world/arena.ts";
import type { Pace } from "./look.ts";

export interface ReadoutStudy {
  readonly errors: ReadoutErrors;
  /** Of decoding the true code at uniform places, cm. */
  readonly floorsCm: Readonly<Record<DecodeWay, number>>;
  /** Of knowing nothing of the place, cm. */
  readonly chanceCm: number;
  /** Of the loss of each ensemble, nats. */
  readonly lossLevels: readonly LossLevels[];
  /** Of the network before its first step, along fewer trajectories; undefined where there is no such other one. */
  readonly untrained: ReadoutErrors | undefined;
}

/** Errors near chance need few. */
const untrainedTrajectories = 400;

interface Looked {
  readonly source: ActivitySource;
  /** The same network before its first step. */
  readonly untrained: (() => ActivitySource) | undefined;
}

export async function readoutStudy(
  engine: Engine,
  { source, untrained }: Looked,
  errors: ReadoutErrors,
  request: ActivityRequest,
  pace: Pace,
): Promise<ReadoutStudy> {
  const { code } = source.places!;
  const floorOf = (way: DecodeWay) => {
    const by = decodeWays[way];
    return decodeFloorCm(
      engine,
      code,
      { seed: request.seed },
      by === "weight" ? by : Math.min(by, code.cells),
    );
  };
  const floors = decodeWayNames.map((way) => [way, floorOf(way)] as const);
  return {
    errors,
    floorsCm: Object.fromEntries(floors) as Record<DecodeWay, number>,
    chanceCm: chanceCm(source.arena),
    lossLevels: source.places!.parts.map((part) => lossLevels(engine, part, { seed: request.seed })),
    untrained: untrained && (await errorsOf(engine, untrained(), request, pace)),
  };
}

async function errorsOf(
  engine: Engine,
  source: ActivitySource,
  wanted: ActivityRequest,
  pace: Pace,
): Promise<ReadoutErrors | undefined> {
  const trajectories = Math.min(wanted.trajectories, untrainedTrajectories);
  const request = { ...wanted, trajectories, measuring: false };
  const sums = ReadoutErrorSums.of(engine, source, request.steps);
  if (!sums) return undefined;
  for (const range of source.portions(request)) {
    source.read(request, range, (portion) => sums.add(portion));
    await pace.breathe();
  }
  return sums.finish();
}
