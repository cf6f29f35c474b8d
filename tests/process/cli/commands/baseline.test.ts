/** `baseline` on the bundled network: what it says, and what it refuses. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { hexagonalCell } from "../../../../src/analyse/synthetic.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { recordedCells } from "../../../support/recorded-cells.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const cwd = temporaryDirectory();
const cli = (...argv: string[]) => capture(["baseline", ...argv, "--blas", "wasm"], { cwd });
const few = ["--updates", "40", "--batch", "128", "--trajectories", "60"];

test("both on the same paths, beside floor and chance, the same twice", async () => {
  const [first, second] = [
    await cli("quick", ...few, "--json", "--out", "errors.npz"),
    await cli("quick", ...few, "--json", "--out", "errors.npz", "--force"),
  ];
  expect(first.stdout).toBe(second!.stdout);
  const said = JSON.parse(first.stdout);
  expect(said).toMatchObject({ trajectories: 60, steps: 20, baseline: { updates: 40, batch: 128 } });
  expect(said.network.decodeErrorCm).toBeWithin(said.floorCm, 6);
  expect(said.baseline.errorCm).toBeWithin(said.network.decodeErrorCm, said.chanceCm);
  const data = readNpz(join(cwd, "errors.npz"));
  expect([...numbersOf(data.get("baseline"), "errors")]).toEqual(said.baseline.errorByStepCm);
  expect(data.get("loss").shape).toEqual([40]);
});

test("for people", async () => {
  const { code, stdout } = await cli("quick", ...few, "--quiet");
  expect(code).toBe(0);
  expect(stdout).toContain("baseline (cm)");
  expect(stdout).toMatch(/network +\d\.\d\d cm {3}\(floor of its code 3\.09 cm, chance 84\.2 cm\)/);
  expect(stdout).toContain("learned from  40 batches of 128 other paths");
});

test("the headings of a network that is asked for them beside those of the baseline", async () => {
  const headed = ["code.headCells=12", "model.kind=gru", "model.units=8", "train.batchSize=4"];
  const sets = headed.flatMap((one) => ["--set", one]);
  const run = await capture(["train", "--run", "headed", ...sets, "--steps", "2", "--quiet"], { cwd });
  expect(run.code).toBe(0);
  const said = JSON.parse((await cli("headed", ...few, "--json")).stdout);
  // Two steps teach nothing: as far off as any heading, a quarter turn.
  expect(said.network.headingErrorRad).toBeWithin(1.2, 2);
  expect((await cli("quick", ...few, "--json")).stdout).toContain('"headingErrorRad":null');
  const { stdout } = await cli("headed", ...few, "--quiet");
  const degrees = ((180 / Math.PI) * said.network.headingErrorRad).toFixed(1);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(`cm, heading ${degrees} deg off (floor of its code`);
});

test("what has no decoder, or no such numbers, is refused in a line", async () => {
  const cells = await recordedCells([hexagonalCell({ period: 0.6 })], { trials: 3, steps: 10 });
  writeFileSync(join(cwd, "cells.npz"), writeNpz(cells));
  for (const [argv, line] of [
    [["cells.npz"], "no place can be read out of"],
    [["quick", "--updates", "-1"], '--updates is "-1"'],
    [["quick", "--learning-rate", "0"], '--learning-rate is "0"'],
  ] as const) {
    const { code, stderr, stdout } = await cli(...argv);
    expect({ argv, ok: code === 0, stdout }).toEqual({ argv, ok: false, stdout: "" });
    expect(stderr).toContain(line);
    expect(stderr).not.toContain("bug");
  }
});
