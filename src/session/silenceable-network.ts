/** A network of which some units can be silenced, and let speak again. */
import type { Engine } from "../engine/engine.ts";
import { mapNames } from "../networks/layout.ts";
import { silenceUnits } from "../networks/silence-units.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import type { OpenedNetwork, Subject } from "./subject.ts";

export interface SilenceableNetwork {
  readonly source: ActivitySource;
  /** From now on exactly these units are 0 at every step; all others are as trained. */
  silence(units: readonly number[]): void;
}

/** @throws UserError when the subject is no network, or something else of it is looked at than what its decoder reads */
export function openSilenceable(engine: Engine, subject: Subject): SilenceableNetwork {
  if (!subject.openNetwork) {
    throw new UserError(
      `${subject.name} is a file of activity: it has no units to silence`,
      "name a network",
      2,
    );
  }
  return silenceable(subject.openNetwork(engine));
}

/** @throws UserError when something else is looked at than what the decoder reads */
export function silenceable({ source, layout, weights }: OpenedNetwork): SilenceableNetwork {
  const [first] = source.taps;
  if (source.tap !== first?.name) {
    throw new UserError(`${source.tap} cannot be silenced`, "leave out --tap: units are silenced", 2);
  }
  const whole = mapNames(weights, (name) => weights[name]!.toArray());
  return {
    source,
    silence(units) {
      for (const [name, values] of Object.entries(whole)) weights[name]!.view.set(values);
      silenceUnits(weights, layout, units, source.units);
    },
  };
}
