/**
 * Does what README, CONTRIBUTING and docs/ say, step by step, in a folder of its own for each document, and compares
 * the output where it is shown. rules.ts says how long commands are made short.
 */
import { describe, expect, test } from "bun:test";
import { documents, proseOf, readDocument } from "./documents.ts";
import { pythonFor, runTypescript } from "./run-block.ts";
import { checkArguments, checkName, entorhinalArguments, makeRoom, runLine } from "./run-line.ts";
import { scratchFolder } from "./scratch.ts";
import { parseShellLine } from "./shell-line.ts";
import { difference } from "./shown-output.ts";
import { type Step, stepsOf } from "./steps.ts";
import { updateShown, updating } from "./update-shown.ts";

/** What the reader has when he begins; everything else the document's own commands must make. */
const atHand: Readonly<Record<string, readonly string[]>> = {
  "README.md": ["model.pth", "activity.npz", "rat.nwb"],
  "docs/coming-from-python.md": [
    ...["runs/first", "model.pth", "ckpt.pt", "m.safetensors", "w.npz", "w.npy", "pc.npy", "maps.npz"],
    "activity.npz",
  ],
  "docs/commands.md": [
    ...["runs/first", "model.pth", "w.npy", "pc.npy", "maps.npz", "activity.npz", "rat.nwb"],
    ...["path.csv", "spikes.csv", "records"],
  ],
  "docs/formats.md": ["runs/first", "activity.npz"],
  "docs/pictures.md": ["runs/first"],
  "docs/recordings.md": ["rat.nwb", "path.csv", "spikes.csv"],
  "docs/report.md": ["runs/first"],
  "docs/scoring.md": ["runs/first", "maps.npz"],
  "docs/tutorial.md": ["theirs.npz"],
};

const timeout = 60_000;

for (const document of documents) {
  const steps = stepsOf(readDocument(document));
  if (steps.length === 0) continue;
  describe(document, async () => {
    const names = atHand[document] ?? [];
    const prepared = new Set(names);
    const cwd = await scratchFolder(names);
    for (const step of steps) {
      const name = `${step.line}: ${step.text.split("\n").slice(0, 2).join(" ")}`;
      if (step.kind === "command") {
        test(name, () => runCommand(document, step, cwd, prepared), timeout);
        continue;
      }
      const python = step.kind === "python" ? pythonFor(step.text) : { run: () => runTypescript(step.text) };
      if ("skipped" in python) test.skip(`${name} (skipped: ${python.skipped})`, () => {});
      else test(name, () => compare(document, step, python.run(cwd)), timeout);
    }
  });
}

async function runCommand(document: string, step: Step, cwd: string, prepared: Set<string>): Promise<void> {
  makeRoom(step.text, cwd, prepared);
  const written = await runLine(step.text, { cwd, exact: step.exact });
  if (step.shown === undefined) {
    if (written?.code) throw new Error(written.stderr);
    return;
  }
  if (!written) throw new Error("its output is shown, but it is not run");
  compare(document, step, written.code === 0 ? written.stdout : written.stderr);
}

function compare(document: string, { shown }: Step, written: string): void {
  if (!shown) return;
  const lines = written.trimEnd().split("\n");
  if (updating) updateShown(document, shown, lines);
  else expect(difference(shown, lines)).toBeUndefined();
}

test("commands within sentences exist, with their flags", async () => {
  const spans = documents.flatMap((name) => proseOf(readDocument(name)).match(/`[^`\n]+`/g) ?? []);
  const commands = spans
    .map((span) => span.slice(1, -1))
    .filter((span) => /^(bun|entorhinal|npx) /.test(span));
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    // An ellipsis leaves the rest to the reader, `bun run` all of it.
    if (command === "bun run") continue;
    const words = parseShellLine(command.replace(/ ?….*$/, ""))!.words.map((word) =>
      word.replaceAll("\\", ""),
    );
    const argv = entorhinalArguments(words);
    if (argv === undefined) checkName(words);
    else if (argv.length > 0) await checkArguments(argv);
  }
});

test("a command that nothing covers is refused", async () => {
  const cwd = await scratchFolder([]);
  for (const line of ["make all", "bun run nonsense", "bun src/none.ts", "bun test tests/none.test.ts"]) {
    expect(runLine(line, { cwd })).rejects.toThrow();
  }
  expect((await runLine("bun run entorhinal nonsense", { cwd }))?.code).toBe(2);
  expect(checkArguments(["train", "--nonsense"])).rejects.toThrow("unknown flag --nonsense");
});
