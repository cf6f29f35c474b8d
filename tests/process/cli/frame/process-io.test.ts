/** The last guard: what a process of ours writes, though nobody made it printable. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { hostile } from "../../../support/hostile-text.ts";

const frame = join(import.meta.dir, "../../../../src/cli/frame");

test("what acts on a terminal and is not ours does not leave the process", () => {
  const text = JSON.stringify(`${hostile}\x1b[31mred\x1b[0m\n`);
  const script = `import { processIo } from "${frame}/io.ts";
    const io = processIo();
    io.stdout.write(${text});
    io.stderr.write(${text});`;
  const { stdout, stderr } = Bun.spawnSync([process.execPath, "-e", script]);
  for (const written of [stdout, stderr].map(String)) {
    expect(written).toContain("\\x1b]0;owned\\x07\\x1b]52;c;b3duZWQ=");
    expect(written).toContain("\x1b[31mred\x1b[0m\n");
    expect(Bun.stripANSI(written).replaceAll(/[\r\n]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});

test("a command line that is refused, from process to pipe", () => {
  const main = join(frame, "../../main.ts");
  const { stdout, stderr, exitCode } = Bun.spawnSync([process.execPath, main, "train", "--preset", hostile]);
  expect([exitCode, stdout.toString()]).toEqual([2, ""]);
  const [first, second, ...rest] = stderr.toString().split("\n");
  expect(first).toStartWith("error: there is no preset -x\\x1b]0;owned\\x07");
  expect(second).toStartWith("  ");
  expect(rest).toEqual([""]);
});
