/** Networks of another kind than the usual one, out and in again. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { readNpz, writeNpz } from "../../../../src/format/npz.ts";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

test("an exported GRU is imported without a word, every bit as it was", async () => {
  const { cwd } = await trainTinyRun(3, ["--set", "model.kind=gru"]);
  const cli = async (...argv: string[]) => {
    const { code, stderr } = await capture([...argv, "--quiet"], { cwd });
    expect({ argv, code, stderr }).toEqual({ argv, code: 0, stderr: "" });
  };
  await cli("export", "run", "--out", "first.npz");
  await cli("import", "first.npz", "--out", "again");
  await cli("export", "again", "--out", "second.npz");
  const [first, second] = ["first.npz", "second.npz"].map((name) => readNpz(join(cwd, name)));
  const arrays = first!.names().filter((name) => !["settings", "step"].includes(name));
  expect(arrays).toContain("RNN.bias_hh_l0");
  for (const name of arrays) expect(second!.get(name)).toEqual(first!.get(name));
});

test("what such a network has no setting for is not asked", async () => {
  const { cwd } = await trainTinyRun(3, ["--set", "model.kind=gru"]);
  await capture(["export", "run", "--out", "whole.npz"], { cwd });
  const whole = readNpz(join(cwd, "whole.npz"));
  const bare = Object.fromEntries(
    whole.names().flatMap((name) => (name === "settings" ? [] : [[name, whole.get(name)]])),
  );
  await Bun.write(join(cwd, "bare.npz"), writeNpz(bare));
  const { code, stderr } = await capture(["import", "bare.npz", "--out", "again"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("import needs --velocity-unit --dt");
  expect(stderr).not.toContain("--activation");
});

test("a kind that is said is the kind that is looked for", async () => {
  const { cwd } = await trainTinyRun(3);
  expect(await capture(["export", "run", "--out", "plain.npz"], { cwd })).toMatchObject({ code: 0 });
  const wrong = ["import", "plain.npz", "--out", "again", "--set", "model.kind=gru"];
  const { code, stderr } = await capture(wrong, { cwd });
  expect(code).toBe(1);
  expect(stderr).toStartWith("error: plain.npz has no RNN.bias_ih_l0\n");
});
