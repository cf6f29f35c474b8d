import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { fullScreen } from "../../../../repl/background/full-screen.ts";
import { Interrupted } from "../../../../repl/interrupted.ts";
import { scriptHost } from "../../../../repl/script.ts";
import { Shell } from "../../../../repl/shell.ts";
import type { Key } from "../../../../src/cli/frame/key-names.ts";
import { restoreScreen } from "../../../../src/cli/frame/screen.ts";
import { fakeShell } from "../../../support/fake-shell.ts";

let stdout: { mockRestore(): void };
beforeEach(() => {
  stdout = spyOn(process.stdout, "write").mockImplementation(() => true);
});
afterEach(() => stdout.mockRestore());

/** A shell whose person types only when told to. */
function watchedShell() {
  const { shell, written } = fakeShell();
  const forgotten: number[] = [];
  let leave = () => {};
  const nextKey = () =>
    new Promise<Key>((_, reject) => {
      leave = () => reject(new Interrupted());
    });
  const host = { ...scriptHost(shell.io), nextKey, forgetKey: () => void forgotten.push(1) };
  return {
    shell: new Shell(shell.io, host, { commandLine: shell.commandLine }),
    written,
    forgotten,
    leave: () => leave(),
  };
}

test("an error while drawing is thrown, and nobody reads the keyboard any longer", async () => {
  const { shell, forgotten } = watchedShell();
  let frames = 0;
  const draw = () => {
    if (++frames > 1) throw new Error("cannot be drawn");
    return ["a picture"];
  };
  const picture = fullScreen(shell, { draw, millisecondsPerFrame: 5 });
  await expect(picture).rejects.toThrow("cannot be drawn");
  expect(forgotten).toHaveLength(1);
});

test("once the screen is left by a signal, nothing is drawn", async () => {
  const { shell, written, leave } = watchedShell();
  let frames = 0;
  const picture = fullScreen(shell, { draw: () => [`frame ${frames++}`], millisecondsPerFrame: 5 });
  await Bun.sleep(20);
  restoreScreen();
  const before = written.stdout;
  await Bun.sleep(30);
  expect(before).toContain("frame 0");
  expect(written.stdout).toBe(before);
  leave();
  await picture;
});
