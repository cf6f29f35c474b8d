/** A network of which some units can be silenced, and let speak again. */
import type { Engine } from "../engine/engine.ts";
import { mapNames } from "../networks/layout.ts";
import { silenceUnits } from "../networks/silence-units.ts";
import type { ActivitySource } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";
import type { OpenedNetwork, Subject } from "./subject.ts";

export interface SilenceableNetwork {
  /** What is looked at: the units that are silenced. */
  readonly source: ActivitySource;
  /** What the decoder reads of the same network. */
  readonly read: ActivitySource;
  /** From now on exactly these units are 0 at every step; all others are as trained. */
  silence(units: readonly number[]): void;
}

/** @throws UserError when the subject is no network, or what is looked at of it cannot be silenced */
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

/** @throws UserError when what is looked at cannot be silenced */
export function silenceable({ source, read, layout, weights }: OpenedNetwork): SilenceableNetwork {
  const size = source.taps.find(({ name }) => name === source.tap)?.size;
  if (size === undefined) {
    const others = source.taps.flatMap((tap) => (tap.size === undefined ? [] : [tap.name]));
    throw new UserError(`${source.tap} cannot be silenced`, `use --tap ${others.join(" or ")}`, 2);
  }
  const whole = mapNames(weights, (name) => weights[name]!.toArray());
  return {
    ...{ source, read },
    silence(units) {
      for (const [name, values] of Object.entries(whole)) weights[name]!.view.set(values);
      silenceUnits(weights, layout, units, { size, count: source.units });
    },
  };
}
