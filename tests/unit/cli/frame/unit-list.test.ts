import { describe, expect, test } from "bun:test";
import { readUnits } from "../../../../src/cli/frame/unit-list.ts";
import { UserError } from "../../../../src/user-error.ts";

describe("a list of units", () => {
  test("keeps its order, ranges included", () => {
    expect(readUnits("17,3, 20-22", 256)).toEqual([17, 3, 20, 21, 22]);
    expect(readUnits("255", 256)).toEqual([255]);
  });

  test.each([
    ["", "--units is"],
    ["1,,2", "rising ranges"],
    ["5-3", "rising ranges"],
    ["-3", "rising ranges"],
    ["1.5", "rising ranges"],
    ["3,256", "there is no unit 256"],
    ["0-99999999999999999999", "units are 0 to 255"],
  ])("refuses %p", (list, said) => {
    let caught: unknown;
    try {
      readUnits(list, 256);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(UserError);
    const { message, mend } = caught as UserError;
    expect(`${message} ${mend}`).toContain(said);
  });
});
