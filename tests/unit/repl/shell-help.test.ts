import { expect, test } from "bun:test";
import { shellCommands } from "../../../repl/commands.ts";
import { shellHelp } from "../../../repl/shell-help.ts";

test.each([80, 100])("help of the shell's commands fits into %i columns", async (width) => {
  const entry = shellCommands.find(({ name }) => name === "lags")!;
  const lines = shellHelp(entry, await entry.load(), width).split("\n");
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  expect(lines.join(" ").replace(/\s+/g, " ")).toContain("--world-set KEY=VALUE a setting of the world");
});
