/** Commands that are printed to be copied: a shell that reads them gets the words that were meant, and does nothing else. */
import { beforeAll, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { endOf } from "../../../repl/background/background.ts";
import { execute } from "../../../repl/dispatch.ts";
import { splitWords } from "../../../repl/words.ts";
import { FileError } from "../../../src/format/file-trouble.ts";
import { gitCommitOf, parseManifest } from "../../../src/run/manifest.ts";
import { openRun } from "../../../src/run/run-directory.ts";
import { trainingTrouble } from "../../../src/session/training-session.ts";
import { newView } from "../../../src/session/training-view.ts";
import type { UserError } from "../../../src/user-error.ts";
import type { Captured } from "../../support/capture.ts";
import { fakeShell } from "../../support/fake-shell.ts";
import { type HostileFolder, hostileFolder, path, run } from "../../support/hostile-folder.ts";
import { expectHarmless, hostile } from "../../support/hostile-text.ts";
import { sayings } from "../../support/small-network.ts";
import { someManifest } from "../../support/some-manifest.ts";
import { editCheckpoint, newestOf } from "../../support/tiny-run.ts";
import { tinyFlags } from "../../support/tiny-training.ts";

const one = { kind: "float32", shape: [1], data: Float32Array.of(1) } as const;

let folder: HostileFolder;
let trained: Captured;

beforeAll(async () => {
  ({ trained, ...folder } = await hostileFolder());
});

/** The words that bash makes of a line, `bun` and `git` being what prints them. */
function wordsOf(line: string): string[] {
  const say = `printf '%s\\0' "$@"`;
  const script = `bun() { ${say}; }\ngit() { ${say}; }\n${line}`;
  const { stdout, stderr } = Bun.spawnSync(["bash", "-c", script], { cwd: folder.cwd });
  expect(stderr.toString()).toBe("");
  expect(existsSync(join(folder.cwd, "owned"))).toBe(false);
  return stdout.toString().split("\0").slice(0, -1);
}

const after = (text: string, start: string): string => {
  const line = text.split("\n").find((one) => one.includes(start))!;
  return line.slice(line.indexOf(start) + start.length);
};

test("what comes after a training", async () => {
  expect(wordsOf(after(trained.stdout, "look at it: "))).toEqual(["run", "entorhinal", "evaluate", run]);
  const again = await folder.cli(["train", "--resume", run]);
  expect(wordsOf(after(again.stdout, "look at it: "))).toEqual(["run", "entorhinal", "evaluate", run]);
  const argv = ["train", ...tinyFlags, "--run", path("stopped")];
  const stopped = await folder.cli(argv, { interrupted: true });
  expect(wordsOf(after(stopped.stdout, "go on: "))).toEqual(["run", "train", "--resume", path("stopped")]);
});

test("what comes after the quickstart was stopped", async () => {
  const cwd = join(folder.cwd, "runs");
  const argv = ["quickstart", "--workers", "1", "--blas", "wasm"];
  const { code, stdout, stderr } = await folder.cli(argv, { cwd, interrupted: true });
  expect(code).toBe(0);
  expectHarmless(stdout);
  expectHarmless(stderr);
  expect(wordsOf(after(stdout, "go on: ")).slice(0, 3)).toEqual(["run", "train", "--resume"]);
});

test("how to go on after the disk was full", () => {
  const trouble = trainingTrouble(new FileError("full", "make room"), openRun(folder.at("")), folder.cwd);
  const { mend } = trouble as UserError;
  expect(wordsOf(after(mend, "when there is room: "))).toEqual(["run", "train", "--resume", run]);
});

test("what comes after an import", async () => {
  const argv = ["import", path("w.npz"), ...sayings, "--centres", "numpySeed0", "--out", path("in")];
  const { stdout } = await folder.cli(argv);
  expect(wordsOf(after(stdout, "look at it: "))).toEqual(["run", "entorhinal", "evaluate", path("in")]);
});

test("how a report is made again", async () => {
  const few = ["--trajectories", "4", "--steps", "5", "--bins", "4"];
  await folder.cli(["report", run, ...few, "--out", "page.html"]);
  const page = readFileSync(join(folder.cwd, "page.html"), "utf8");
  const text = (html: string) =>
    html
      .replaceAll("&gt;", ">")
      .replaceAll("&lt;", "<")
      .replaceAll("&#39;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&");
  const commands = [...page.matchAll(/<li><p>[^<]*<\/p><pre[^>]*>([^<]*)<\/pre>/g)].flatMap(([, lines]) =>
    text(lines!).split("\n"),
  );
  const words = commands.map(wordsOf);
  const importing = words.find((line) => line[2] === "import")!;
  expect(importing).toEqual([
    ...["run", "entorhinal", "import", run, "--out", "runs/again", "--config", "config.yaml"],
    ...[`--key=${hostile}`, `--ignore=${hostile}`],
  ]);
  expect(words.find((line) => line[2] === "report")!.slice(0, 4)).toEqual([
    ...["run", "entorhinal", "report", "runs/again"],
  ]);
  const checkouts = words.filter(([word]) => word === "checkout").map(([, commit]) => commit);
  const ours = gitCommitOf(join(import.meta.dir, "../../.."))?.replace("-dirty", "");
  expect(checkouts).toEqual(ours === undefined ? [] : [ours]);
});

test("a commit is believed where it is hexadecimal", () => {
  const commitOf = (gitCommit: string | null) =>
    parseManifest(JSON.stringify(someManifest({ gitCommit })), "manifest.json").gitCommit;
  const commit = "0123456789abcdef0123456789abcdef01234567";
  for (const good of [commit, `${commit}-dirty`, null]) expect(commitOf(good)).toBe(good);
  const bad = ["abc; curl x | sh #", "--orphan", "abcdef\n", "HEAD", "", `${commit}-dirty; id`];
  for (const one of bad) expect(commitOf(one)).toBeNull();
});

test("what the shell says, it understands", () => {
  const view = newView(run, 10);
  const stopped = endOf(view, { event: "ended", complete: false, step: 3, checkpoint: "" });
  const [goOn] = /train --resume .*(?= goes on)/.exec(stopped)!;
  expect(splitWords(goOn).map(({ text }) => text)).toEqual(["train", "--resume", run]);
  expect(wordsOf(`bun ${goOn}`)).toEqual(["train", "--resume", run]);
  const done = endOf(view, { event: "ended", complete: true, step: 10, checkpoint: "" });
  expect(splitWords(after(done, "look at it: ")).map(({ text }) => text)).toEqual(["open", run]);
});

test("Python that is to be copied is Python", async () => {
  editCheckpoint(newestOf({ cwd: folder.cwd, path: folder.at("") }), (tensors) => {
    for (const name of ["x; import os #", hostile, "café"]) tensors.set(name, one);
  });
  const { shell, written } = fakeShell(folder.cwd);
  try {
    await execute(shell, `open "${run.replaceAll(/(["\\])/g, "\\$1")}"`);
    await execute(shell, "python");
  } finally {
    await shell.close();
  }
  const python = written.stdout.slice(written.stdout.indexOf("import json"));
  const line = python.split("\n").find((one) => one.startsWith("# rate maps: "))!;
  expect(wordsOf(line.slice("# rate maps: ".length)).slice(0, 4)).toEqual([
    "run",
    "entorhinal",
    "ratemaps",
    run,
  ]);
  // What it imports, as Python reads it.
  const walk = "[n for n in ast.walk(ast.parse(sys.stdin.read())) if isinstance(n, ast.Import)]";
  const script = `import ast, sys; print(*(a.name for n in ${walk} for a in n.names))`;
  const { stdout } = Bun.spawnSync(["python3", "-c", script], { stdin: Buffer.from(python) });
  expect(stdout.toString()).toBe("json numpy\n");
});
