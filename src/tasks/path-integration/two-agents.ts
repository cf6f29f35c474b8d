/** Two agents in one box, looked at: whose place goes with the activity. */
import { decodeTwo, errorsOfTwo } from "../../code/two-places.ts";
import type { Engine } from "../../engine/engine.ts";
import type { SharedArray } from "../../engine/shared-array.ts";
import type { Readout } from "../../networks/path-network.ts";
import { UserError } from "../../user-error.ts";
import type { Arena } from "../../world/arena.ts";
import type { Condition, PathPortion, PlaceReadout, TrajectoryRange } from "../activity-source.ts";
import type { Paths } from "./paths.ts";

const views = {
  self: "place of the first agent",
  other: "place of the second agent",
  relative: "place of the first agent as seen from the second",
  alone: "place of the first agent, the second neither placed nor moving",
} as const;
export type AgentView = keyof typeof views;

/** @throws UserError (exit 2) when there is no such view, or the network tells of one agent only */
export function viewOf(agents: 1 | 2, wanted: string | undefined): AgentView {
  if (wanted === undefined) return "self";
  if (agents === 1) {
    throw new UserError("this network tells of one agent", "leave out --of: it is for networks of two", 2);
  }
  const found = (Object.keys(views) as AgentView[]).find((view) => view === wanted);
  if (found) return found;
  throw new UserError(`--of ${wanted} is none of the places there are`, Object.keys(views).join(", "), 2);
}

/** Named by every output of another view than the first agent's. */
export const viewConditions = (view: AgentView): Condition[] =>
  view === "self" ? [] : [{ name: "of", value: view, text: views[view] }];

/** Where the places of a view lie: one agent is at most a box away from the other. */
export const arenaOfView = (view: AgentView, arena: Arena): Arena =>
  view === "relative" ? { ...arena, width: 2 * arena.width, height: 2 * arena.height } : arena;

/** The paths of a view, in the current memory scope. */
export function pathsOfView(
  engine: Engine,
  range: TrajectoryRange,
  paths: Paths,
  view: AgentView,
): PathPortion {
  const { other } = paths;
  const samples = paths.steps * paths.trajectories;
  const from = view === "other" ? other! : paths;
  const otherPosition = view === "other" ? paths.position : other?.position;
  const { position, velocity, start } = from;
  const shown = { ...range, samples, position, otherPosition, velocity, start };
  if (view !== "relative") {
    const { heading } = from;
    return { ...shown, heading, headingAfter: view === "other" ? undefined : paths.headingAfter };
  }
  const away = (one: SharedArray<"float32">, two: SharedArray<"float32">, label: string) => {
    const found = engine.memory.from("float32", one.view, label, one.shape);
    engine.kernels.scaleAndAdd(found.pointer, two.pointer, found.length, 1, -1);
    return found;
  };
  return {
    ...shown,
    otherPosition: undefined,
    position: away(paths.position, other!.position, "places from the second agent"),
    velocity: away(paths.velocity, other!.velocity, "velocities from the second agent"),
    start: away(paths.start, other!.start, "starts from the second agent"),
  };
}

/** How the places of both are read out; given is that of the view. */
export const decodeOfView =
  (engine: Engine, { code, topK }: Readout): NonNullable<PlaceReadout["decodeTwo"]> =>
  ({ position, otherPosition }, logits, first, count) => {
    const rows = (of: SharedArray<"float32">) => of.part(2 * first, [count, 2], "true places");
    // Errors of both are the same whichever comes first.
    const truth = { one: rows(position), other: rows(otherPosition!) };
    const decoded = engine.memory.allocate("float32", [count, 4], "decoded places");
    decodeTwo(engine, code, logits, truth, decoded, topK);
    return {
      position: Float32Array.from({ length: 2 * count }, (_, i) => decoded.view[4 * (i >> 1) + (i & 1)]!),
      both: errorsOfTwo(engine, decoded, truth).both,
    };
  };
