/** What `set` has set: dotted settings for the next training, and how the shell looks at a network. */

import { defaultScorer, findScorer, type Scorer } from "../src/analyse/scorer.ts";
import { nullChoice, nullFlags } from "../src/cli/frame/null-flags.ts";
import { observationFlags } from "../src/cli/frame/subject.ts";
import { resolveConfig } from "../src/config/resolve.ts";
import { parseAssignment } from "../src/config/sources.ts";
import { UserError } from "../src/user-error.ts";

/** How the open network is looked at, as far as it was chosen; the defaults are those of `evaluate`. */
interface ChosenLook {
  readonly scorer: Scorer;
  /** Undefined: as many as the scorer is made for, or as `evaluate` takes. */
  readonly bins: number | undefined;
  /** Undefined: as many as `evaluate` takes, all of a file. */
  readonly trajectories: number | undefined;
  /** Undefined: as long as in training, or in the file. */
  readonly steps: number | undefined;
  /** What scores are held to; undefined: noise as smooth as the maps. */
  readonly null: string | undefined;
  readonly shuffles: number | undefined;
}

export const lookNames = ["scorer", "bins", "trajectories", "steps", "null", "shuffles"] as const;
type LookName = (typeof lookNames)[number];
const lookFlags = { ...observationFlags, ...nullFlags };

export class ShellSettings {
  private readonly given = new Map<string, string>();

  /** @throws UserError (exit 2) when there is no such setting, or not with this value */
  set(key: string, value: string): void {
    if (isLook(key)) checkLook(key, value);
    else checkTraining([...this.assignments, `${key}=${value}`]);
    this.given.set(key, value);
  }

  /** @returns whether it was set */
  unset(key: string): boolean {
    return this.given.delete(key);
  }

  has(key: string): boolean {
    return this.given.has(key);
  }

  /** In the order in which they were set. */
  get entries(): [key: string, value: string][] {
    return [...this.given];
  }

  /** For `train --set`: key=value of everything that is not about looking. */
  get assignments(): string[] {
    return this.entries.filter(([key]) => !isLook(key)).map(([key, value]) => `${key}=${value}`);
  }

  get look(): ChosenLook {
    const number = (key: Exclude<LookName, "scorer" | "null">) =>
      this.given.has(key) ? Number(this.given.get(key)) : undefined;
    return {
      scorer: findScorer(this.given.get("scorer") ?? defaultScorer),
      bins: number("bins"),
      trajectories: number("trajectories"),
      steps: number("steps"),
      null: this.given.get("null"),
      // Of which the untrained network has as many as it has.
      shuffles: this.given.get("null") === "untrained" ? undefined : number("shuffles"),
    };
  }
}

const isLook = (key: string): key is LookName => (lookNames as readonly string[]).includes(key);

function checkLook(key: LookName, value: string): void {
  if (key === "scorer") {
    findScorer(value);
    return;
  }
  if (key === "null") {
    nullChoice({ null: value });
    return;
  }
  const number = value.trim() === "" ? Number.NaN : Number(value);
  const { minimum, maximum } = lookFlags[key];
  if (Number.isSafeInteger(number) && number >= minimum && number <= maximum) return;
  throw new UserError(`${key} is "${value}"`, `it must be an integer from ${minimum} to ${maximum}`, 2);
}

const checkTraining = (assignments: readonly string[]): void =>
  void resolveConfig(assignments.map(parseAssignment));
