/** Flags and words of the commands that look at somebody's activity, and opening what they name. */

import { mostBins } from "../../analyse/map-set.ts";
import { binsFor, findScorer, type Scorer, usualBins } from "../../analyse/scorer.ts";
import { flagWords } from "../../copied-command.ts";
import { type Engine, openEngine } from "../../engine/engine.ts";
import type { Analysis } from "../../session/analysis.ts";
import { analysisOf } from "../../session/analysis-of.ts";
import type { Look, Pace } from "../../session/look.ts";
import { readSubject, type Subject, type SubjectChoice } from "../../session/subject.ts";
import type { ActivityRequest, ActivitySource } from "../../tasks/activity-source.ts";
import { UserError } from "../../user-error.ts";
import { blasFlag, type CommandContext, seedFlag, workersFlag } from "./command.ts";
import type { FlagTable, FlagValues } from "./flags.ts";
import { type NullValues, nullChoice } from "./null-flags.ts";
import { unitNamesOf } from "./unit-names.ts";

/** What of it is looked at, and by what it is computed. */
export const subjectFlags = {
  tap: {
    type: "string",
    placeholder: "NAME",
    help: "what of a network to look at (default: what its decoder reads)",
  },
  untrained: { type: "boolean", help: "the network as it was before its first step" },
  worldSet: {
    type: "list",
    placeholder: "KEY=VALUE",
    help: "a setting of the world other than in training: speedScale=1.4",
  },
  dropout: { type: "boolean", help: "with the dropout of the training, of a network that has one" },
  of: {
    type: "string",
    placeholder: "AGENT",
    help: "of a network of two agents, whose place: self, other, relative, or self alone in the box: alone",
  },
  data: {
    type: "string",
    placeholder: "PATH",
    help: "along the trajectories of these files instead of fresh ones",
  },
  seed: seedFlag,
  blas: blasFlag,
  workers: workersFlag,
} as const satisfies FlagTable;

/** The flags that choose so, for a command that is to be called. */
export const choiceFlags = ({
  tap,
  untrained,
  worldSet = [],
  dropout,
  data,
  of,
}: SubjectChoice): string[] => [
  ...(tap === undefined ? [] : flagWords("--tap", tap)),
  ...(untrained ? ["--untrained"] : []),
  ...worldSet.flatMap((assignment) => flagWords("--world-set", assignment)),
  ...(dropout ? ["--dropout"] : []),
  ...(data === undefined ? [] : flagWords("--data", data)),
  ...(of === undefined ? [] : flagWords("--of", of)),
];

/** What flags choose, with the path of data made absolute. */
export const choiceOf = <Choice extends SubjectChoice>({
  flags,
  path,
}: {
  readonly flags: Choice;
  readonly path: CommandContext["path"];
}): Choice => ({ ...flags, data: flags.data === undefined ? undefined : path(flags.data) });

export const subjectPositional = {
  name: "RUN|CHECKPOINT|FILE",
  help: "a run (first for runs/first), a checkpoint, quick or hexagons, or an .npz of activity",
} as const;

/** For what is asked of networks alone. */
export const networkPositional = {
  name: "RUN|CHECKPOINT",
  help: "a run (first for runs/first), a checkpoint file, quick or hexagons",
} as const;

const freshTrajectories = 12_000;
/** Hours of work. */
export const mostTrajectories = 1e8;
/** Of each trajectory: years of a rat's life. The memory allows fewer. */
export const mostTimeSteps = 1e9;

/** Which paths are taken. */
export const requestFlags = {
  trajectories: {
    type: "integer",
    placeholder: "N",
    help: `fresh trajectories to run along (default: ${freshTrajectories}; of a file, all)`,
    minimum: 1,
    maximum: mostTrajectories,
  },
  steps: {
    type: "integer",
    placeholder: "T",
    help: "time steps of each (default: as trained)",
    minimum: 1,
    maximum: mostTimeSteps,
  },
} as const satisfies FlagTable;

/** Into what they are binned. */
export const observationFlags = {
  ...requestFlags,
  bins: {
    type: "integer",
    placeholder: "N",
    help: `bins along each side (default: ${usualBins}, or as many as the scorer is made for)`,
    minimum: 3,
    maximum: mostBins,
  },
} as const satisfies FlagTable;

type RequestValues = {
  readonly trajectories?: number | undefined;
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
};

/**
 * What flags ask of a source. The seed defaults to that of the training; its trajectories are others all the same.
 * @param fresh trajectories when neither the flags nor the source say
 */
export const requestOf = (
  flags: RequestValues,
  { usual }: Pick<ActivitySource, "usual">,
  fresh: number = freshTrajectories,
): ActivityRequest => ({
  seed: flags.seed ?? usual.seed,
  trajectories: flags.trajectories ?? usual.trajectories ?? fresh,
  steps: flags.steps ?? usual.steps,
});

type SomeNullValues = { readonly [Name in keyof NullValues]?: NullValues[Name] | undefined };

/** @throws UserError when there is no such scorer or null, or the box has not as many of its bins along both sides */
export function lookOf(
  flags: RequestValues &
    SomeNullValues & { readonly bins?: number | undefined; readonly scorer: string | Scorer },
  source: Pick<ActivitySource, "usual" | "arena">,
): Look {
  const scorer = typeof flags.scorer === "string" ? findScorer(flags.scorer) : flags.scorer;
  const { null: kind, shuffles } = flags;
  return {
    request: requestOf(flags, source),
    bins: flags.bins ?? binsFor(scorer, source.arena),
    scorer,
    null: kind === undefined ? undefined : nullChoice({ null: kind, shuffles }),
  };
}

/** Without what is measured beside the activity: for commands that only want maps. */
export const mapsOnly = (look: Look): Look => ({ ...look, request: { ...look.request, measuring: false } });

type Context = Pick<CommandContext, "positionals" | "path"> & {
  readonly flags: Pick<
    FlagValues<typeof subjectFlags>,
    "tap" | "untrained" | "worldSet" | "dropout" | "data" | "of" | "blas" | "workers"
  >;
};

/** The first word of the command line. @throws UserError when there is nothing of that name */
export function namedSubject(context: Context): Subject {
  const given = context.positionals[0]!;
  return readSubject(context.path(given), given, choiceOf(context));
}

/** A subject, in an engine that is closed after `body`. The answer names its units and conditions. */
export const withSubject = (
  context: Pick<Context, "flags"> & Pick<CommandContext, "under">,
  subject: Subject,
  body: (analysis: Analysis) => void | Promise<void>,
  pace?: Pace,
): Promise<void> =>
  withEngine(context, (engine) => {
    const analysis = analysisOf(engine, subject, pace);
    context.under(analysis.source.conditions, unitNamesOf(analysis.source));
    return body(analysis);
  });

/** An engine that is closed after `body`. */
export async function withEngine<T>(
  { flags: { workers, blas } }: { readonly flags: Pick<Context["flags"], "workers" | "blas"> },
  body: (engine: Engine) => T | Promise<T>,
): Promise<T> {
  const engine = await openEngine({ workers, blas });
  try {
    return await body(engine);
  } finally {
    engine.close();
  }
}

/**
 * A number of a unit or a place cell.
 * @throws UserError (exit 2) when `text` is not one of `count`
 */
export function readIndex(text: string, what: string, count: number): number {
  const index = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (index < count) return index;
  throw new UserError(`there is no ${what} ${text}`, `${what}s are 0 to ${count - 1}`, 2);
}
