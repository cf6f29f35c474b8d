/** What was computed for one run of units after the other, as one. */

export type UnitArray = Float64Array | Uint8Array;

/** Arrays of the same names one after the other. @param parts at least one */
export function joinedArrays<T extends Readonly<Record<keyof T, UnitArray>>>(parts: readonly T[]): T {
  const names = Object.keys(parts[0]!) as (keyof T)[];
  const joined = names.map((name) => {
    const arrays = parts.map((part): UnitArray => part[name]);
    const length = arrays.reduce((sum, array) => sum + array.length, 0);
    const whole = arrays[0] instanceof Uint8Array ? new Uint8Array(length) : new Float64Array(length);
    let first = 0;
    for (const array of arrays) {
      whole.set(array, first);
      first += array.length;
    }
    return [name, whole];
  });
  return Object.fromEntries(joined) as T;
}
