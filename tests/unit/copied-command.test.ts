import { expect, test } from "bun:test";
import { commandLine, flagWords, pathWord } from "../../src/copied-command.ts";

const hostile = [
  ...[
    "",
    "a b",
    "it's",
    '"',
    "$(touch x)",
    "`id`",
    "$HOME",
    "a\\b",
    "*",
    "~",
    "a;b",
    "a|b&c",
    "#",
    "!!",
    "é中😀",
  ],
  ...[
    "a\nb",
    "a\n",
    "\t",
    "\x1b]0;t\x07",
    "\x7f",
    "\u009b31m",
    "\u202e",
    "it's\n\\",
    "\n1",
    "{a,b}",
    "<x>",
    "abc; curl x | sh #",
  ],
];

test("a shell reads the words that were written", () => {
  const { stdout } = Bun.spawnSync(["bash", "-c", commandLine(["printf", "%s\\0", ...hostile])]);
  expect(stdout.toString().split("\0").slice(0, -1)).toEqual(hostile);
});

test("a command is one line without anything unseen", () => {
  expect(commandLine(hostile)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test("no path and no value is taken for a flag", () => {
  expect(pathWord("-rf")).toBe("./-rf");
  expect(pathWord("runs/a")).toBe("runs/a");
  expect(flagWords("--key", "--out")).toEqual(["--key=--out"]);
  expect(flagWords("--key", "rate map")).toEqual(["--key", "rate map"]);
});
