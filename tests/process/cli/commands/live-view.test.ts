/** A training that is watched by the process that does it. */
import { expect, test } from "bun:test";
import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drawingShare, paced } from "../../../../src/cli/commands/train/watch/paced.ts";
import type { Screen } from "../../../../src/cli/frame/io.ts";
import { capture } from "../../../support/capture.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { tinyFlags } from "../../../support/tiny-training.ts";

/** A terminal at which nobody types. */
function silentScreen(): { readonly screen: Screen; readonly raw: boolean[] } {
  const raw: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    setRawMode: (on: boolean) => void raw.push(on),
    resume() {},
    pause() {},
  });
  const screen = { input, rows: 30, remember() {}, hearSignalKeys() {}, onResize: () => () => {} };
  return { screen: screen as never, raw };
}

const train = async (more: readonly string[], screen?: Screen) => {
  const cwd = temporaryDirectory();
  const argv = ["train", ...tinyFlags, "--run", "t", ...more];
  const said = await capture(argv, { cwd, isTTY: true, screen, env: { NO_COLOR: "1", TERM: "xterm" } });
  return { ...said, checkpoint: join(cwd, "t/checkpoints/step-000060.safetensors") };
};

test("has the bits of one that nobody watched, and gives the terminal back", async () => {
  const { screen, raw } = silentScreen();
  const plain = await train([]);
  const watched = await train(["--watch"], screen);
  expect(watched.code).toBe(0);
  expect(watched.stdout).toBe(plain.stdout);
  expect(watched.stderr).toContain("q leaves");
  expect(watched.stderr).toContain("best of 16 units, step 60");
  expect(watched.stderr.split("\x1b[?1049h")).toHaveLength(2);
  expect(watched.stderr.split("\x1b[?1049l")).toHaveLength(2);
  expect(raw).toEqual([true, false]);
  expect(readFileSync(watched.checkpoint).equals(readFileSync(plain.checkpoint))).toBe(true);
});

test("remarks wait until the picture is left", async () => {
  const { stderr } = await train(
    ["--watch", "--set", "train.mosaic=true", "--set", "model.units=8"],
    silentScreen().screen,
  );
  const [before, after] = stderr.split("\x1b[?1049l");
  expect(before).not.toContain("no mosaics of this training");
  expect(after).toContain("no mosaics of this training: 8 units do not fill a row of one\n");
});

test("is watched by nobody under --quiet", async () => {
  const { screen, raw } = silentScreen();
  const { code, stderr } = await train(["--watch", "--quiet"], screen);
  expect({ code, raw }).toEqual({ code: 2, raw: [] });
  expect(stderr).toContain("--watch and --quiet together");
});

test("a picture that costs much is drawn seldom, and anew when something else is to be seen", () => {
  let clock = 0;
  let drawn = 0;
  const draw = paced(
    (_: string) => {
      clock += 20;
      return [`picture ${++drawn}`];
    },
    (phase: string) => phase,
    () => clock,
  );
  const pictures = Array.from({ length: 40 }, () => {
    clock += 250;
    return draw("training")[0];
  });
  expect(drawn).toBeLessThanOrEqual(1 + (40 * 270 * drawingShare) / 20);
  expect(pictures[1]).toBe("picture 1");
  expect(pictures.at(-1)).toBe(`picture ${drawn}`);
  expect(drawn).toBeGreaterThan(2);
  expect(draw("paused")).toEqual([`picture ${drawn}`]);
  expect(drawn).toBe(Number(pictures.at(-1)!.split(" ")[1]) + 1);
});
