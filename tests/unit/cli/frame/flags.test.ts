import { describe, expect, test } from "bun:test";
import { type FlagTable, flagName, parseFlags } from "../../../../src/cli/frame/flags.ts";
import { UserError } from "../../../../src/user-error.ts";

const table = {
  steps: { type: "integer", help: "steps", minimum: 1 },
  speedScale: { type: "number", help: "factor", default: 1 },
  scorer: { type: "string", help: "scorer", choices: ["sorscher", "deepmind-code"] },
  out: { type: "string", placeholder: "FILE.npz", help: "where to" },
  set: { type: "list", help: "settings" },
  periodic: { type: "boolean", help: "no walls" },
} as const satisfies FlagTable;

function refusal(...argv: string[]): UserError {
  try {
    parseFlags(argv, table);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

describe("parseFlags", () => {
  test("fills in defaults", () => {
    expect(parseFlags([], table)).toEqual({
      flags: { speedScale: 1, set: [], periodic: false, steps: undefined, scorer: undefined, out: undefined },
      positionals: [],
    });
  });

  test("reads values after a space and after =, negative numbers, repeated lists, and what follows --", () => {
    const argv = [
      "a",
      "--steps=3",
      "--speed-scale",
      "-1.5e-3",
      "--set",
      "x=1",
      "--set=y=2",
      "--periodic",
      "--",
      "--b",
    ];
    expect(parseFlags(argv, table)).toEqual({
      flags: {
        steps: 3,
        speedScale: -0.0015,
        set: ["x=1", "y=2"],
        periodic: true,
        scorer: undefined,
        out: undefined,
      },
      positionals: ["a", "--b"],
    });
  });

  test("booleans take =false", () => {
    expect(parseFlags(["--periodic=false"], table).flags.periodic).toBe(false);
    expect(refusal("--periodic=no").message).toBe("--periodic=no is not true or false");
  });

  test("an unknown flag names itself, the nearest and what is allowed", () => {
    const { message, mend, exitCode } = refusal("--stpes", "3");
    expect(message).toBe("unknown flag --stpes");
    expect(mend).toBe("did you mean --steps? allowed: --out --periodic --scorer --set --speed-scale --steps");
    expect(exitCode).toBe(2);
  });

  test.each([
    [["--steps"], "--steps needs a value"],
    [["--steps", "--periodic"], "--steps needs a value"],
    [["--steps", "many"], '--steps is "many"'],
    [["--steps", "1.5"], '--steps is "1.5"'],
    [["--steps", "0"], '--steps is "0"'],
    [["--steps="], '--steps is ""'],
    [["--speed-scale", "Infinity"], '--speed-scale is "Infinity"'],
    [["--scorer", "sorcher"], '--scorer is "sorcher"'],
    [["--out", ""], "--out needs a name"],
    [["--out="], "--out needs a name"],
    [["-s"], "unknown flag -s"],
  ])("refuses %j", (argv, message) => {
    const error = refusal(...argv);
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(2);
  });

  test("says what a number must be", () => {
    expect(refusal("--steps", "0").mend).toBe("it must be an integer of at least 1");
    expect(refusal("--scorer", "sorcher").mend).toBe(
      "did you mean sorscher? allowed: sorscher deepmind-code",
    );
  });
});

test("a boolean whose default is null tells not given from false", () => {
  const optional = { periodic: { type: "boolean", help: "no walls", default: null } } as const;
  const read = (...argv: string[]) => parseFlags(argv, optional).flags.periodic;
  expect([read(), read("--periodic=false"), read("--periodic")]).toEqual([undefined, false, true]);
});

test("flagName turns camel case into kebab case", () => {
  expect(flagName("turnSigmaScale")).toBe("--turn-sigma-scale");
});
