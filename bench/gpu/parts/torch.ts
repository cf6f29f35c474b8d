import { join } from "node:path";
import { linesOf } from "../../lines-of.ts";
import { findPythons, pythonWith, whatIsMissing } from "../../peers/python.ts";
import { jobOf, sizesOf } from "../published-job.ts";
import { type Part, type Result, SkippedError } from "../result.ts";

const program = join(import.meta.dir, "../../peers/gpu_steps.py");
const question = "import torch; print(torch.cuda.is_available())";

/** The twin in PyTorch, which is no part of the repository's own. @throws SkippedError where there is no PyTorch with a card */
export const torch: Part = async ({ small, say }) => {
  const pythons = findPythons(process.env.ENTORHINAL_PYTHON);
  const needs = ["torch", "numpy"] as const;
  const python = pythonWith(pythons, needs);
  if (!python) throw new SkippedError(whatIsMissing(pythons, needs));
  const { stdout } = Bun.spawnSync([python.command, "-c", question], { stderr: "ignore" });
  const hasCard = stdout.toString().trim() === "True";
  if (!hasCard && !small) throw new SkippedError(`the PyTorch of ${python.command} finds no CUDA`);
  const { batchSize, sequenceLength, placeCells } = jobOf(small);
  const words = [
    ...["--device", hasCard ? "cuda" : "cpu", "--units", ...sizesOf(small).map(String)],
    ...["--batch", String(batchSize), "--steps", String(sequenceLength), "--cells", String(placeCells)],
    ...(small ? ["--side", "64", "--seconds", "0.1"] : []),
  ];
  const child = Bun.spawn([python.command, program, ...words], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const error = child.stderr.text();
  for await (const line of linesOf(child.stdout)) say(JSON.parse(line) as Result);
  if ((await child.exited) !== 0) throw new Error((await error).trim().split("\n").at(-1));
};
