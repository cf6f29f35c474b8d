import { describe, expect, test } from "bun:test";
import { type CommandContext, type CommandEntry, defineCommand } from "../../../../src/cli/frame/command.ts";
import { commands } from "../../../../src/commands.ts";
import { UserError } from "../../../../src/user-error.ts";
import { capture } from "../../../support/capture.ts";

function entry(run: (context: CommandContext) => void): CommandEntry {
  return {
    name: "demo",
    summary: "shows something",
    load: async () =>
      defineCommand({
        flags: { steps: { type: "integer", help: "how many", default: 7 } },
        positionals: [
          { name: "FILE", help: "what to read" },
          { name: "UNIT", help: "which unit", optional: true },
        ],
        run: async (context) => run(context as CommandContext),
      }),
  };
}

const demo = (run: (context: CommandContext) => void, ...argv: string[]) =>
  capture(["demo", "f", ...argv], { entries: [entry(run)] });

const speak = (context: CommandContext) => {
  context.note("working");
  context.print("a remark");
  context.answer(
    { steps: context.flags.steps, nothing: Number.NaN, missing: undefined, list: new Float32Array([1, 2.5]) },
    () => "done",
  );
};

describe("output", () => {
  test("text on stdout, progress on stderr", async () => {
    expect(await demo(speak)).toEqual({ code: 0, stdout: "a remark\ndone\n", stderr: "working\n" });
  });

  test("--json writes one document and nothing else on stdout", async () => {
    const { code, stdout, stderr } = await demo(speak, "--json", "--steps", "3");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ steps: 3, nothing: null, missing: null, list: [1, 2.5] });
    expect(stderr).toBe("working\n");
  });

  test("--quiet silences progress", async () => {
    expect(await demo(speak, "--quiet")).toEqual({ code: 0, stdout: "a remark\ndone\n", stderr: "" });
  });

  test("a command that answers twice or never is a bug", async () => {
    expect((await demo(() => {})).stderr).toContain("demo gave 0 answers instead of one");
  });
});

describe("errors", () => {
  const fail = (error: unknown) => () => {
    throw error;
  };

  test("a user's mistake is two lines without a stack, on stderr also under --json", async () => {
    const expected = { code: 1, stdout: "", stderr: "error: no such file\n  name another\n" };
    expect(await demo(fail(new UserError("no such file", "name another")))).toEqual(expected);
    expect(await demo(fail(new UserError("no such file", "name another")), "--json")).toEqual(expected);
  });

  test("the exit code is the error's", async () => {
    expect((await demo(fail(new UserError("wrong", "mend", 2)))).code).toBe(2);
  });

  test("anything else is a bug, with its stack", async () => {
    const { code, stderr } = await demo(fail(new Error("index 7 is wrong")));
    expect(code).toBe(1);
    expect(stderr).toContain("error: index 7 is wrong\n  this is a bug");
    expect(stderr).toContain("run-cli.test.ts");
  });

  test("memory that the system refuses is a shortage, not a bug", async () => {
    const { code, stdout, stderr } = await demo(() => {
      new Float64Array(2 ** 40).fill(1);
    });
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "error: out of memory: the machine did not give what was asked for\n  ask for less, or close other programs\n",
    });
    expect((await demo(fail(new RangeError("index 7 is wrong")))).stderr).toContain("this is a bug");
  });

  test("red on a colour terminal only", async () => {
    const stderr = async (env: Record<string, string>, isTTY: boolean) =>
      (await capture(["nonsense"], { env, isTTY })).stderr;
    expect(await stderr({ TERM: "xterm" }, true)).toStartWith(
      "\x1b[31merror:\x1b[0m unknown command nonsense",
    );
    expect(await stderr({ TERM: "xterm", NO_COLOR: "1" }, true)).toStartWith("error:");
    expect(await stderr({ TERM: "dumb" }, true)).toStartWith("error:");
    expect(await stderr({}, false)).toStartWith("error:");
    expect(await stderr({ FORCE_COLOR: "1" }, false)).toStartWith("\x1b[31m");
  });
});

describe("usage", () => {
  test("no command, help, --help and -h show the overview", async () => {
    for (const argv of [[], ["help"], ["--help"], ["-h"]]) {
      const { code, stdout } = await capture(argv);
      expect(code).toBe(0);
      for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`  ${name} +${summary}`));
    }
  });

  test("--version", async () => {
    expect((await capture(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("--help of a command comes from its table and wins over missing arguments", async () => {
    const { code, stdout } = await capture(["demo", "--help"], { entries: [entry(speak)] });
    expect(await capture(["help", "demo"], { entries: [entry(speak)] })).toEqual({
      code,
      stdout,
      stderr: "",
    });
    expect(code).toBe(0);
    expect(stdout).toStartWith("usage: entorhinal demo FILE [UNIT] [flags]\n\nshows something\n");
    expect(stdout).toContain("  --steps N  how many (default 7)\n");
    expect(stdout).toContain("  --json   one JSON document on stdout, nothing else\n");
  });

  test("every command explains itself", async () => {
    for (const { name, summary } of commands) {
      const { code, stdout } = await capture([name, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toContain(summary);
    }
  });

  test("an unknown command suggests the nearest", async () => {
    const { code, stderr } = await capture(["presest"]);
    expect(code).toBe(2);
    expect(stderr).toStartWith("error: unknown command presest\n  did you mean presets? commands: ");
  });

  test("a flag before the command belongs after it", async () => {
    expect(await capture(["--json", "runs", "--dir", "mine"])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: --json stands before the command\n  flags follow it: bun run entorhinal runs --json --dir mine\n",
    });
    expect((await capture(["--jsn"])).stderr).toStartWith("error: unknown flag --jsn\n");
  });

  test("missing and surplus arguments", async () => {
    const entries = [entry(speak)];
    const missing = await capture(["demo"], { entries });
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain("demo needs FILE: what to read");
    const surplus = await capture(["demo", "a", "b", "c"], { entries });
    expect(surplus.code).toBe(2);
    expect(surplus.stderr).toBe(
      'error: unexpected argument "c"\n  usage: entorhinal demo FILE [UNIT] [flags]\n',
    );
  });
});
