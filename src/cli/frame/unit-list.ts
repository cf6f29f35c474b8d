/** Units by number, as `--units` names them. */
import { UserError } from "../../user-error.ts";

/** Of every command that shows units. */
export const unitsFlag = {
  type: "string",
  placeholder: "LIST",
  help: "these units in that order: 3,17,200-210",
} as const;

/**
 * Numbers and ranges, in the order in which they are named.
 * @param count how many units there are @param flag that they were named by
 * @throws UserError (exit 2) when it is no such list, or there is no such unit
 */
export function readUnits(list: string, count: number, flag = "--units"): number[] {
  return list.split(",").flatMap((part) => {
    const [, from, to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === undefined || first > last) {
      throw new UserError(`${flag} is "${list}"`, "write numbers and rising ranges: 3,17,200-210", 2);
    }
    if (last >= count) throw new UserError(`there is no unit ${last}`, `units are 0 to ${count - 1}`, 2);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
