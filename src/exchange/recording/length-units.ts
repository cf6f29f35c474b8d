/** Units of length by the names that files have for them. */
import { UserError } from "../../user-error.ts";
import { unitInName } from "./known-names.ts";

/** m; the schema of NWB says metres, and files say it in many ways. */
export const lengths: Readonly<Record<string, number>> = {
  ...{ m: 1, meter: 1, meters: 1, metre: 1, metres: 1 },
  ...{ cm: 0.01, centimeter: 0.01, centimeters: 0.01, centimetre: 0.01, centimetres: 0.01 },
  ...{ mm: 0.001, millimeter: 0.001, millimeters: 0.001, millimetre: 0.001, millimetres: 0.001 },
};

/** Metres of a unit that columns of positions name in brackets, `x (cm)`; 1 when none does. @throws UserError when it is no length, or not the same */
export function metresInNames(names: readonly string[], path: string): number {
  const units = names.map((name) => unitInName(name)?.toLowerCase());
  const [first] = units;
  const metres = first === undefined ? 1 : lengths[first];
  if (metres !== undefined && units.every((unit) => unit === first)) return metres;
  throw new UserError(
    `${path} has positions in ${names.join(" and ")}`,
    "say how many metres a unit is: --scale M",
  );
}
