import type { ActivitySource, PlaceReadout } from "../tasks/activity-source.ts";
import { UserError } from "../user-error.ts";

/** How places are read out of a source. @throws UserError where they cannot be */
export function placesOf({ places, tap, taps, conditions }: ActivitySource): PlaceReadout {
  if (places) return places;
  const [first] = taps;
  const view = conditions.find(({ name }) => name === "of");
  if (view) throw new UserError(`no place can be read out with --of ${view.value}`, "use --of self or other");
  const mend =
    first && first.name !== tap
      ? `look at --tap ${first.name}`
      : "name a network that was trained to tell places";
  throw new UserError(`no place can be read out of ${tap}`, mend);
}
