import { join } from "node:path";
import { linesOf } from "../../lines-of.ts";
import { findPythons, pythonWith, whatIsMissing } from "../../peers/python.ts";
import { jobOf, sizesOf } from "../published-job.ts";
import { type Part, type Result, SkippedError, skippedCode } from "../result.ts";

const program = join(import.meta.dir, "../../peers/gpu_steps.py");

/** The twin in PyTorch, which is no part of the repository's own. @throws SkippedError where there is no PyTorch with a card */
export const torch: Part = async ({ small, say }) => {
  const pythons = findPythons(process.env.ENTORHINAL_PYTHON);
  const needs = ["torch", "numpy"] as const;
  const python = pythonWith(pythons, needs);
  if (!python) throw new SkippedError(whatIsMissing(pythons, needs));
  const { batchSize, sequenceLength, placeCells } = jobOf(small);
  const words = [
    ...["--units", ...sizesOf(small).map(String)],
    ...["--batch", String(batchSize), "--steps", String(sequenceLength), "--cells", String(placeCells)],
    ...(small ? ["--any", "--side", "64", "--seconds", "0.1"] : []),
  ];
  const child = Bun.spawn([python.command, program, ...words], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const error = child.stderr.text();
  for await (const line of linesOf(child.stdout)) say(JSON.parse(line) as Result);
  const code = await child.exited;
  const last = (await error).trim().split("\n").at(-1);
  if (code === skippedCode) throw new SkippedError(last);
  if (code !== 0) throw new Error(last);
};
