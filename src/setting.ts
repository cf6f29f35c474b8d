/**
 * The words in which settings and the files of a run are declared. The error message of each is the sentence after "it must be", so that every
 * refusal names what is allowed. Which settings there are is not known here.
 */
import { z } from "zod";

/** Settings under one key; a key that is not among them is refused. */
export const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: "a group of settings" });

const number = (allowed: string) => z.number({ error: allowed });

export const above = (minimum: number) => {
  const allowed = `a number above ${minimum}`;
  return number(allowed).gt(minimum, { error: allowed });
};

export const positive = () => above(0);

export const notNegative = () => number("a number of at least 0").min(0, { error: "a number of at least 0" });

export const between = (minimum: number, maximum: number) => {
  const allowed = `a number from ${minimum} to ${maximum}`;
  return number(allowed).min(minimum, { error: allowed }).max(maximum, { error: allowed });
};

/** From 0 on, and less than 1. */
export const belowOne = () => {
  const allowed = "a number from 0 to below 1";
  return number(allowed).min(0, { error: allowed }).lt(1, { error: allowed });
};

/** From 0 to `maximum`. */
export const share = (maximum: number) => between(0, maximum);

/** @param maximum where more than it could only be a mistake */
export const count = (minimum: number, maximum: number = Number.MAX_SAFE_INTEGER) => {
  const bounded = maximum < Number.MAX_SAFE_INTEGER;
  const allowed = bounded ? `an integer from ${minimum} to ${maximum}` : `an integer of at least ${minimum}`;
  return z.int({ error: allowed }).min(minimum, { error: allowed }).max(maximum, { error: allowed });
};

const mostCharacters = 4096;

export const text = (allowed = "a text") =>
  z
    .string({ error: allowed })
    .max(mostCharacters, { error: `a text of at most ${mostCharacters} characters` });

export const flag = () => z.boolean({ error: "true or false" });

export const oneOf = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.enum(names, { error: names.length === 1 ? names[0] : `one of ${names.join(", ")}` });
