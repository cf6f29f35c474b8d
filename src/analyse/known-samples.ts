/** The samples of a portion whose position is known: the others count nowhere. */
import type { Engine } from "../engine/engine.ts";
import type { Portion } from "../tasks/activity-source.ts";
import type { Float32Source } from "./sample-source.ts";

export interface KnownSamples {
  readonly samples: number;
  readonly position: Float32Source; // [samples, 2]
  readonly activities: Float32Source; // [samples, units]
}

/** Calls `body` with them, in their order; where all are known, with what the portion has itself. */
export function inKnownSamples(
  engine: Engine,
  { position, activities, samples }: Pick<Portion, "position" | "activities" | "samples">,
  units: number,
  body: (known: KnownSamples) => void,
): void {
  const places = position.view;
  let known = 0;
  for (let i = 0; i < samples; i++) if (!Number.isNaN(places[2 * i]!)) known++;
  if (known === samples) {
    body({ samples, position, activities });
    return;
  }
  if (known === 0) return;
  engine.memory.scope(() => {
    const keptPlaces = engine.memory.allocate("float32", [known, 2], "known positions");
    const kept = engine.memory.allocate("float32", [known, units], "activity at known positions");
    // Views are taken anew: allocating may have moved the memory.
    const [from, to] = [engine.memory.floats(activities, samples * units), kept.view];
    const [wayFrom, wayTo] = [position.view, keptPlaces.view];
    let at = 0;
    for (let i = 0; i < samples; i++) {
      if (Number.isNaN(wayFrom[2 * i]!)) continue;
      wayTo[2 * at] = wayFrom[2 * i]!;
      wayTo[2 * at + 1] = wayFrom[2 * i + 1]!;
      to.set(from.subarray(i * units, (i + 1) * units), at * units);
      at++;
    }
    body({ samples: known, position: keptPlaces, activities: kept });
  });
}
