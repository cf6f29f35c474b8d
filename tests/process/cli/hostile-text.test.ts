/** Every command on files whose every name and value is hostile: what it writes is ours. */
import { beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shellEntries } from "../../../src/commands.ts";
import { printable } from "../../../src/printable.ts";
import {
  damages,
  type HostileFolder,
  hostileFolder,
  named,
  path,
  run,
} from "../../support/hostile-folder.ts";
import { expectHarmless, expectOnlyOurColours, hostile } from "../../support/hostile-text.ts";
import { sayings } from "../../support/small-network.ts";

let folder: HostileFolder;

beforeAll(async () => {
  const { trained, ...made } = await hostileFolder();
  folder = made;
  expect(trained.code).toBe(0);
  expectHarmless(trained.stdout);
  expectHarmless(trained.stderr);
});

const few = ["--trajectories", "4", "--steps", "5", "--bins", "4"];
const out = (end: string) => ["--out", path(`out${end}`), "--force"];
const activity = path(".npz");

/** What is understood, on hostile names. */
const understood: readonly (readonly string[])[] = [
  ["train", "--resume", run],
  ["evaluate", run, ...few],
  ["evaluate", activity, "--bins", "8"],
  ["report", run, ...few, ...out(".html")],
  ["report", activity, "--bins", "8", ...out(".html")],
  ["ratemaps", run, ...few],
  ["ratemaps", run, ...few, ...out(".npz")],
  ["figure", run, "ratemaps", ...few, ...out(".svg")],
  ["figure", run, "ratemaps", ...few, ...out(".png")],
  ["figure", run, "loss", ...out(".svg")],
  ["figure", run, "scores", ...few, ...out(".svg")],
  ["figure", activity, "scores", "--bins", "8", ...out(".svg")],
  ["figure", run, "decode", "--trajectories", "2", "--steps", "5", ...out(".svg")],
  ["figure", run, "arena", "--trajectories", "2", "--steps", "5", ...out(".svg")],
  ["figure", run, activity, "compare", "--bins", "8", ...out(".svg")],
  ["compare", run, activity, "--bins", "8"],
  ["film", run, ...out(".gif")],
  ["sac", run, "0", ...few],
  ["tuning", run, "--trajectories", "20", "--steps", "5", "--shuffles", "3"],
  ["tuning", run, "0", "--trajectories", "20", "--steps", "5", "--shuffles", "3"],
  ["lags", run, activity, "--max-lag", "1", "--trajectories", "4", "--bins", "6", ...out("")],
  ["walk", run, "--trajectories", "40", "--bins", "6", "--seconds", "1"],
  ["decode", run, "--trajectories", "2", "--steps", "5", ...out(".npz")],
  ["baseline", run, "--updates", "1", "--batch", "2", "--trajectories", "2", "--steps", "5"],
  ["ablate", run, "--units", "0", "--trials", "1", ...few],
  ["modules", run, ...few, "--shuffles", "2"],
  ["import-recording", path("track.csv"), "--speed-above", "0", ...out("track.npz")],
  ["place", run, "0", ...few],
  ["arena", run, "--trajectories", "1", "--steps", "5"],
  ["simulate", "--trajectories", "2", "--steps", "5", ...out("walk.npz")],
  ["simulate", "--format", "tfrecord", "--trajectories", "4", "--steps", "5", ...out("records")],
  ["dataset", path("outrecords"), ...out("records.npz")],
  ["encode", path("walk.npy"), "--cells", "4", ...out("code.npz")],
  ["score", path("maps.npz"), "--null", "none", ...out("scores.npz")],
  ["score", path("two.npz"), "--key", `${hostile}1`, "--null", "none"],
  ["export", run, ...out("export.npz")],
  ["export", run, ...out("export.safetensors")],
  ["runs"],
  ["presets"],
  ["presets", "--settings"],
  ["presets", "quick"],
  ["import", path("w.npz"), ...sayings, "--centres", "numpySeed0", "--out", path("in1")],
  ["import", path("w.safetensors"), ...sayings, "--centres", "numpySeed0", "--out", path("in2")],
];

/** What is refused. */
const refused: readonly (readonly string[])[] = [
  [hostile],
  [hostile, "train"],
  [`-${hostile}`],
  ["help", hostile],
  ["train", `-${hostile}`],
  ["train", `--quiet=${hostile}`],
  ["train", "--seed", hostile],
  ["train", "--preset", hostile],
  ["train", "--config", path("missing.yaml")],
  ["train", "--config", path("key.yaml")],
  ["train", "--config", path("value.yaml")],
  ["train", "--config", path("broken.yaml")],
  ["train", "--config", "."],
  ["train", "--set", hostile],
  ["train", "--set", `world.wallRule=${hostile}`],
  ["train", "--set", `code.centres=${hostile}`],
  ["train", "--set", `code.centres=${hostile}.npy`],
  ["train", "--device", hostile],
  ["train", "--blas", hostile],
  ["train", "--workers", hostile],
  ["train", "--run", run],
  ["train", "--run", path("file.txt")],
  ["train", "--resume", run, "--set", "world.wallRule=faithful"],
  ["train", "--resume", path("missing")],
  ...Object.keys(damages)
    .filter((end) => end !== "metrics")
    .map((end) => ["train", "--resume", `runs/${named(end)}`, "--steps", "30"]),
  ...["settings", "kind", "theirs", "checkpoint"].map((end) => ["evaluate", `runs/${named(end)}`]),
  ["figure", `runs/${named("metrics")}`, "loss", ...out(".svg")],
  ["report", `runs/${named("metrics")}`, ...few, ...out(".html")],
  ["evaluate", path("missing")],
  ["evaluate", run, "--scorer", hostile],
  ["evaluate", run, "--tap", hostile],
  ["evaluate", run, "--taps", hostile],
  ["ablate", run, "--top", hostile],
  ["ablate", run, "--units", hostile],
  ["evaluate", run, "--blas", hostile],
  ["evaluate", path("maps.npz")],
  ["evaluate", path("file.txt")],
  ["evaluate", run, hostile],
  ["sac", run, hostile],
  ["place", run, hostile],
  ["figure", run, hostile],
  ["figure", run, "loss", "--out", hostile],
  ["figure", run, "loss", "--cmap", hostile, ...out(".svg")],
  ["figure", run, "loss", "--out", path(".npz/x.svg")],
  ["export", run, "--out", hostile],
  ["export", run, "--out", path("missing/x.npz")],
  ["simulate", "--out", path(".npz")],
  ["simulate", "--out", "."],
  ["dataset", path("missing")],
  ["dataset", path("two.npz")],
  ["dataset", path("file.txt")],
  ["score", path("two.npz")],
  ["score", path("two.npz"), "--key", hostile],
  ["score", path("text.npz")],
  ["score", path("twice.npz")],
  ["score", path("crc.npz")],
  ["score", path("type.npy")],
  ["score", path("missing.npz")],
  ["score", "."],
  ["encode", path("maps.npz"), ...out("code.npz")],
  ["encode", path("walk.npy"), "--centres", hostile, ...out("code.npz")],
  ["encode", path("walk.npy"), "--centres", path("maps.npz"), ...out("code.npz")],
  ["runs", "--dir", path("missing")],
  ["presets", hostile],
  ["presets", "--settings", hostile],
  ["import", path("w.pth"), ...sayings, "--out", path("in3")],
  ["import", path("w.pth"), "--key", hostile, "--out", path("in3")],
  ["import", path("w.npz"), "--ignore", hostile, "--ignore", `${hostile}2`, "--out", path("in3")],
  ["import", path("keras.npz"), "--out", path("in3")],
  ["import", path("evil.pth"), "--out", path("in3")],
  ["import", path("evil.pt"), "--out", path("in3")],
  ["import", path("keys.pth"), "--out", path("in3")],
  ["import", path("type.safetensors"), "--out", path("in3")],
  ["import", path("maps.npz"), "--out", path("in3")],
  ["import", path("file.txt"), "--out", path("in3")],
];

const called = (argv: readonly string[]): string => printable(argv.join(" "), 100);

describe("what is understood", () => {
  test.each(understood.map((argv, i) => [`${i} ${called(argv)}`, argv] as const))("%s", async (_, argv) => {
    const { code, stdout, stderr } = await folder.cli(argv);
    expect([code, stderr.includes("this is a bug")]).toEqual([0, false]);
    expectHarmless(stdout);
    expectHarmless(stderr);
    // Maps and new runs are written to another file.
    const elsewhere = argv.map((word) => word.replace(/in([12])$/, "injson$1"));
    const written = argv[0] === "ratemaps" && !argv.includes("--out") ? out("json.npz") : [];
    const json = await folder.cli([...elsewhere, ...written, "--json"]);
    expect(json.stdout).toMatch(/^[^\n]+\n$/);
    expectHarmless(json.stdout);
    JSON.parse(json.stdout);
  });

  test("in colour", async () => {
    for (const argv of understood.slice(0, 24)) {
      const { stdout, stderr } = await folder.cli(argv, {
        isTTY: true,
        env: { COLORTERM: "truecolor", TERM: "xterm" },
      });
      expectOnlyOurColours(stdout);
      expectOnlyOurColours(stderr);
    }
  });

  test("pages and pictures are well-formed", () => {
    const page = readFileSync(folder.at("out.html"), "utf8");
    // Lines of a page are spaces.
    expectHarmless(page.replace(/<script type="module">[\s\S]*<\/script>/, "").replaceAll("\n", " "));
    expect(page).not.toContain("<&>é");
    const picture = readFileSync(folder.at("out.svg"), "utf8");
    expectHarmless(picture);
    const { exitCode } = Bun.spawnSync(
      ["python3", "-c", "import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())"],
      {
        stdin: Buffer.from(picture),
      },
    );
    expect(exitCode).toBe(0);
  });
});

describe("what is refused", () => {
  test.each(refused.map((argv, i) => [`${i} ${called(argv)}`, argv] as const))("%s", async (_, argv) => {
    const { code, stdout, stderr } = await folder.cli(argv);
    expect([code, stdout, stderr.includes("this is a bug")]).toEqual([expect.any(Number), "", false]);
    expect(code).not.toBe(0);
    expectHarmless(stderr);
    expect(stderr.trimEnd().split("\n").slice(-2)[0]).toStartWith("error: ");
  });

  test.each(["ENTORHINAL_IMAGES"])("%s", async (variable) => {
    const { code, stderr } = await folder.cli(["ratemaps", run, ...few], {
      env: { [variable]: hostile },
      isTTY: true,
    });
    expect(code).toBe(2);
    expectOnlyOurColours(stderr);
  });
});

test("nothing that a name asked for was done", () => {
  expect(existsSync(join(folder.cwd, "owned"))).toBe(false);
  expect(existsSync("owned")).toBe(false);
});

test("every command is among them", () => {
  const tried = new Set([...understood, ...refused].map(([name]) => name));
  // Of bench, doctor and quickstart nothing is named by a user but numbers.
  const missing = shellEntries.map(({ name }) => name).filter((name) => !tried.has(name));
  expect(missing.sort()).toEqual(["bench", "doctor", "quickstart"]);
});
