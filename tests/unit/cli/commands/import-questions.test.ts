/** Questions in a terminal: what the file and the flags leave open is asked, and nothing else. */
import { expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { readCheckpoint } from "../../../../src/run/checkpoint.ts";
import { capture } from "../../../support/capture.ts";
import { weights } from "../../../support/small-network.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";
import { stateDictionary } from "../../../support/torch-writer.ts";

/** A user who types one answer a question, when it is shown. */
function user(answers: Readonly<Record<string, readonly string[]>>) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const asked: string[] = [];
  output.on("data", (chunk: Buffer) => {
    const flag = /(--[a-z-]+):/.exec(chunk.toString())?.[1];
    if (flag === undefined || asked.includes(flag)) return;
    asked.push(flag);
    const keys = answers[flag];
    if (!keys) throw new Error(`${flag} was asked`);
    keys.forEach((key, i) => {
      setTimeout(() => input.write(key), 20 * (i + 1));
    });
  });
  return { asked, dialogue: { input, output } };
}

const enter = "\r";
const down = "\x1b[B";
const clear = "\x7f".repeat(20);

function folder() {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, "w.pth"), stateDictionary(weights()));
  return cwd;
}

test("what is open is asked, with the published values to choose", async () => {
  const cwd = folder();
  const { asked, dialogue } = user({
    "--activation": [down, enter],
    "--velocity-unit": [enter],
    "--box-width": [`${clear}1.5`, enter],
    "--code": [down, enter],
    "--centres": [enter],
  });
  const argv = [
    "import",
    "w.pth",
    "--out",
    "run",
    "--dt",
    "0.05",
    "--box-height",
    "2",
    "--place-cell-width",
    "0.2",
  ];
  const { code, stdout } = await capture(argv, { cwd, dialogue });
  expect(code).toBe(0);
  expect(stdout).toContain("imported 6 units");
  // The surround of a gaussian code is without effect.
  expect(asked).toEqual(["--activation", "--velocity-unit", "--box-width", "--code", "--centres"]);
  expect(readCheckpoint(join(cwd, "run/checkpoints/step-000000.safetensors")).settings).toMatchObject({
    model: { activation: "tanh", velocityUnit: "metresPerStep" },
    world: { boxWidth: 1.5, boxHeight: 2, dt: 0.05 },
    code: { kind: "gaussian", width: 0.2, centres: "numpySeed0" },
  });
});

test("giving up writes nothing", async () => {
  const cwd = folder();
  const { dialogue } = user({ "--activation": ["\x03"] });
  const { code, stdout, stderr } = await capture(["import", "w.pth", "--out", "run"], { cwd, dialogue });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("import was given up");
  expect(existsSync(join(cwd, "run"))).toBe(false);
});

test.each(["--json", "--quiet"])("nobody is asked under %s", async (flag) => {
  const { asked, dialogue } = user({});
  const { code, stderr } = await capture(["import", "w.pth", "--out", "run", flag], {
    cwd: folder(),
    dialogue,
  });
  expect(code).toBe(2);
  expect(stderr).toContain("import needs --activation");
  expect(asked).toEqual([]);
});
