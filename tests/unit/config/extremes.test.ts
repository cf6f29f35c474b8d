/** Every numeric setting at its extremes: refused with the range that it has, or small enough for the arithmetic behind it. */
import { describe, expect, test } from "bun:test";
import { resolveConfig } from "../../../src/config/resolve.ts";
import { listSettings } from "../../../src/config/settings.ts";
import { parseAssignment } from "../../../src/config/sources.ts";
import { UserError } from "../../../src/user-error.ts";

const numeric = listSettings().filter(
  ({ default: value, of }) => typeof value === "number" && of === undefined,
);
/** To the left and to the right. */
const signed = new Set(["world.turnMean"]);
const refusal = (assignment: string): string | undefined => {
  try {
    resolveConfig([parseAssignment(assignment)]);
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.mend;
  }
};

describe("all numbers", () => {
  test.each(numeric.map(({ key }) => key))("%s", (key) => {
    const beyond = ["NaN", "Infinity", "-Infinity", "1e400", "-1e300"];
    for (const value of signed.has(key) ? beyond : [...beyond, "-1"]) {
      expect(refusal(`${key}=${value}`)).toStartWith("it must be ");
    }
  });
});

describe("lengths, times and speeds of the world and its code", () => {
  const physical = numeric.filter(({ key }) => /^(world\.|code\.(width|surround))/.test(key));
  test.each(physical.map(({ key }) => key))("%s", (key) => {
    for (const value of ["1e300", "1e20", "1e7"]) {
      expect(refusal(`${key}=${value}`)).toMatch(
        /^it must be a number (from|above) \S+ (to|and at most) [\d.]+$/,
      );
    }
    if (/(Width|Height|dt|width|speedRayleigh)$/.test(key)) {
      for (const value of ["1e-300", "1e-20", "-0"])
        expect(refusal(`${key}=${value}`)).toStartWith("it must be ");
    }
  });
});
