/** One trajectory of a file: its parts, how the files name them, and what is asked of their numbers. */
import { UserError } from "../../user-error.ts";
import type { EgoPath } from "../rebuilt-path.ts";

/** T steps. m and rad; what `egoVelocity` means is known of the file, or found out. */
export interface PathRecord extends EgoPath {
  readonly start: Float32Array; // [2] before the first step
  readonly startHeading: Float32Array; // [1]
  readonly egoVelocity: Float32Array; // [T, 3]
  readonly position: Float32Array; // [T, 2] after each step
  readonly heading: Float32Array; // [T] after each step
}

export type PathPart = keyof PathRecord;

/** Numbers of each part, of a trajectory or of one step of it; its name in published records, and in arrays of our own. */
export const pathParts: Readonly<
  Record<
    PathPart,
    { readonly width: number; readonly perStep: boolean; readonly feature: string; readonly array: string }
  >
> = {
  start: { width: 2, perStep: false, feature: "init_pos", array: "start" },
  startHeading: { width: 1, perStep: false, feature: "init_hd", array: "start_heading" },
  egoVelocity: { width: 3, perStep: true, feature: "ego_vel", array: "ego_velocity" },
  position: { width: 2, perStep: true, feature: "target_pos", array: "position" },
  heading: { width: 1, perStep: true, feature: "target_hd", array: "heading_after" },
};

export const pathPartNames = Object.keys(pathParts) as readonly PathPart[];

/** [2], [1], [T, 3], [T, 2], [T, 1] in numbers. */
export const lengthOf = (part: PathPart, steps: number): number =>
  pathParts[part].width * (pathParts[part].perStep ? steps : 1);

/**
 * A record of the numbers that `found` gives for each part.
 * @param names what the parts are called in the file
 * @param name what to call the record in errors: "record 7 of FILE"
 * @throws UserError naming the part of another length, or not finite
 */
export function checkedRecord(
  found: (part: PathPart) => Float32Array,
  names: "feature" | "array",
  name: string,
  steps: number,
): PathRecord {
  const take = (part: PathPart): Float32Array => {
    const values = found(part);
    const called = pathParts[part][names];
    const expected = lengthOf(part, steps);
    if (values.length !== expected) {
      throw new UserError(
        `${name}: ${called} holds ${values.length} numbers, ${expected} are expected of ${steps} steps`,
        "name files of trajectories of one length",
      );
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return values;
    throw new UserError(
      `${name}: ${called} holds ${values[bad]} at place ${bad}`,
      "leave this file out, or make it anew",
    );
  };
  return {
    start: take("start"),
    startHeading: take("startHeading"),
    egoVelocity: take("egoVelocity"),
    position: take("position"),
    heading: take("heading"),
  };
}
