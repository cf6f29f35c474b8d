/** `report`: what the page says of a run. The page itself is tested in tests/draw/report. */
import { describe, expect, test } from "bun:test";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { originOf } from "../../../../src/cli/commands/report/origin.ts";
import type { EmbeddedGallery } from "../../../../src/draw/report/gallery.ts";
import { unpackUnits } from "../../../../src/draw/report/page/units.ts";
import { numbersOf } from "../../../../src/format/npy-array.ts";
import { readNpz } from "../../../../src/format/npz.ts";
import { readSubject } from "../../../../src/session/subject.ts";
import { capture } from "../../../support/capture.ts";
import { newestOf, trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const small = ["--trajectories", "300", "--bins", "8", "--blas", "wasm", "--scorer", "deepmind-code"];
const cli = (...argv: string[]) => capture(argv, run);
const read = (name: string) => readFileSync(join(run.cwd, name), "utf8");

const made = await cli("report", "run", "--out", "report.html", ...small, "--json");
const answer = JSON.parse(made.stdout);
const page = read("report.html");

/** The text of the page as a reader has it. */
const textOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** Entities as characters, tags kept. */
const decoded = (html: string): string =>
  html.replaceAll("&gt;", ">").replaceAll("&lt;", "<").replaceAll("&#39;", "'").replaceAll("&quot;", '"');

const commandsIn = (html: string): string[] =>
  [...html.matchAll(/<li><p>[^<]*<\/p><pre[^>]*>([^<]*)<\/pre>/g)].flatMap(([, lines]) =>
    textOf(lines!).split("\n"),
  );

const galleryOf = (html: string): EmbeddedGallery =>
  JSON.parse(/<script type="application\/json" id="units">(.*?)<\/script>/s.exec(html)![1]!);

describe("the answer", () => {
  test("is that of evaluate, with the file and the checkpoint", async () => {
    expect(made.code).toBe(0);
    const evaluation = JSON.parse((await cli("evaluate", "run", ...small, "--json")).stdout);
    expect(answer).toMatchObject(evaluation);
    expect(answer.out).toBe(join(run.cwd, "report.html"));
    expect(answer.bytes).toBe(Buffer.byteLength(page));
    const sha256 = new Bun.CryptoHasher("sha256").update(readFileSync(newestOf(run))).digest("hex");
    expect(answer.checkpoint).toEqual({ file: "step-000020.safetensors", step: 20, sha256 });
    expect(page).toContain(sha256);
  });

  test("in the terminal is the verdict and the file, progress on stderr", async () => {
    const { stdout, stderr } = await cli("report", "run", "--out", "terminal.html", ...small);
    const said = stdout.replaceAll("\n", " ");
    expect(said).toMatch(
      /^\d+ of 16 units \([\d.]+ %\) score hexagonally above [\d.]+, the 95th percentile of /,
    );
    expect(said).toMatch(/ Decode error [\d.]+ cm \(floor [\d.]+, chance \d+\)\. /);
    expect(stdout).toMatch(/terminal\.html {2}16 units, \d\.\d MB\n$/);
    expect(stderr).toMatch(/^running along 300 trajectories .*100 %\nscoring 100 %\n$/s);
    const quiet = await cli("report", "run", "--out", "terminal.html", "--force", "--quiet", ...small);
    expect(quiet.stderr).toBe("");
  });
});

describe("the page", () => {
  test("names nothing outside of itself", () => {
    const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target!);
    expect(links.length).toBeGreaterThan(4);
    expect(links.filter((link) => !/^#|^data:/.test(link))).toEqual([]);
    expect(page).not.toContain(run.cwd);
  });

  test("shows shares beside scorer, bins, thresholds and null", () => {
    const text = textOf(page);
    const { survival, null: noise } = answer;
    expect(text).toContain("deepmind-code, 8 x 8 bins");
    expect(text).toContain(`${noise.maps} maps of noise`);
    for (const threshold of ["0.3", "0.5"]) {
      const row = [
        Number(threshold).toFixed(2),
        ...[survival, noise.survival].map((s) => `${(100 * s[threshold]).toFixed(1)} %`),
      ];
      expect(text.replace(/\s+/g, " ")).toContain(row.join(" "));
    }
    expect(page.match(/<figure aria-label/g)).toHaveLength(7);
    expect(text).toContain(`uniform guess ${Math.log(32).toFixed(3)}`);
    expect(text).toContain(`chance ${answer.chanceCm.toFixed(1)} cm`);
  });

  test("opens with the best maps and curves, before any table, and closes with checksums", () => {
    const order = ["pictures", "numbers", "more", "configuration", "reproduce", "gallery", "checksums"];
    expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id!)).toEqual(order);
    const opening = page.slice(page.indexOf('id="pictures"'), page.indexOf('id="numbers"'));
    const best = [...opening.matchAll(/class="best" data-unit="(\d+)"/g)].map(([, unit]) => Number(unit));
    const { values } = unpackUnits(galleryOf(page)).measures.find(({ key }) => key === "grid60")!;
    const ranked = [...values.keys()].filter((unit) => !Number.isNaN(values[unit]!));
    ranked.sort((a, b) => values[b]! - values[a]! || a - b);
    expect(best).toEqual(ranked.slice(0, 12));
    expect(textOf(opening)).toContain("(deepmind-code, 8 x 8 bins)");
    const titles = (part: string) =>
      [...part.matchAll(/<figure aria-label="([^"]*)"/g)].map(([, title]) => textOf(title!));
    expect(titles(opening)).toEqual([
      "loss of the batches of the training, floor and chance",
      "decode error of the batches of the training, floor and chance",
      "share of units above each threshold, beside the null",
    ]);
    const more = titles(page.slice(page.indexOf('id="more"')));
    for (const what of [
      "histogram of the scores",
      "spacing of the grids",
      "true and decoded paths",
      "tuning of unit",
    ]) {
      expect(more.some((title) => title.startsWith(what))).toBe(true);
    }
    expect(textOf(page)).toMatch(/\d+ of 16 above \d\.\d\d/);
  });

  test("has checksums that can be computed again", () => {
    const sha256 = (text: string | Buffer) => new Bun.CryptoHasher("sha256").update(text).digest("hex");
    const section = page.slice(page.indexOf('id="checksums"'));
    const given = [...section.matchAll(/<code>([0-9a-f]{64})<\/code>/g)].map(([, sum]) => sum!);
    const yaml = textOf(/<summary>All settings.*?<pre[^>]*>(.*?)<\/pre>/s.exec(page)![1]!);
    const data = /<script type="application\/json" id="units">(.*?)<\/script>/s.exec(page)![1]!;
    expect(given).toEqual([sha256(readFileSync(newestOf(run))), sha256(yaml), sha256(data)]);
    const [, program] = /python3 -c "([^\n]*)"<\/pre>/.exec(decoded(section))!;
    expect(program).toContain('id=\\"units\\">');
  });

  test("holds the ring of each unit", async () => {
    const flags = ["--key", "rate_map", "--scorer", "deepmind-code", "--null", "none", "--json"];
    await cli("ratemaps", "run", ...small, "--out", "ringed.npz", "--json");
    const scored = JSON.parse((await cli("score", "ringed.npz", ...flags)).stdout).units;
    const units = unpackUnits(galleryOf(page));
    scored.forEach(({ ring60 }: { ring60: [number, number] | null }, unit: number) => {
      expect(units.ring(unit) ?? null).toEqual(ring60);
    });
    expect(scored.some(({ ring60 }: { ring60: unknown }) => ring60 !== null)).toBe(true);
  });

  test("has the maps and numbers of all units", async () => {
    await cli("ratemaps", "run", ...small, "--out", "maps.npz", "--json");
    const npz = readNpz(join(run.cwd, "maps.npz"));
    const array = (name: string) => numbersOf(npz.get(name), name);
    const units = unpackUnits(galleryOf(page));
    const valuesOf = (key: string) => units.measures.find((measure) => measure.key === key)!.values;
    expect(units.count).toBe(16);
    for (const [key, name] of [
      ["grid60", "grid60"],
      ["grid90", "grid90"],
      ["mean", "mean_activity"],
    ] as const) {
      Array.from(array(name)).forEach((value, unit) => {
        if (Number.isNaN(value)) expect(valuesOf(key)[unit]).toBeNaN();
        else expect(valuesOf(key)[unit]).toBeCloseTo(value, 5);
      });
    }
    const rates = Float64Array.from(array("rate_map"));
    for (let unit = 0; unit < 16; unit++) {
      const map = rates.subarray(unit * 64, (unit + 1) * 64);
      const peak = Math.max(...map);
      expect(valuesOf("peak")[unit]).toBeCloseTo(peak, 5);
      units.map(unit).forEach((rate, bin) => {
        expect(Math.abs(rate - map[bin]!)).toBeLessThan(1e-4 * peak + 1e-9);
      });
    }
    const flags = ["--key", "rate_map", "--scorer", "deepmind-code", "--null", "none", "--json"];
    const scored = JSON.parse((await cli("score", "maps.npz", ...flags)).stdout).units;
    expect(scored.map(({ border }: { border: number | null }) => border)).toEqual(
      Array.from(valuesOf("border"), (value) => (Number.isNaN(value) ? null : expect.closeTo(value, 6))),
    );
    expect(scored.map(({ ring60 }: { ring60: [number, number] | null }) => ring60?.[1] ?? null)).toEqual(
      Array.from(valuesOf("ring"), (value) => (Number.isNaN(value) ? null : expect.closeTo(value / 2.2, 6))),
    );
  });

  test("gives the commands that make the same network and report", async () => {
    const commands = commandsIn(page);
    const words = (start: string) => {
      const line = commands.find((command) => command.startsWith(start));
      if (!line) throw new Error(`no ${start} among ${commands.join("; ")}`);
      return line.slice("bun run ".length).split(" ");
    };
    writeFileSync(
      join(run.cwd, "config.yaml"),
      textOf(/<summary>All settings.*?<pre[^>]*>(.*?)<\/pre>/s.exec(page)![1]!),
    );
    const elsewhere = (argv: string[]) => argv.map((word) => word.replace("runs/again", "second"));
    expect((await cli(...elsewhere(words("bun run train")), "--quiet")).code).toBe(0);
    const report = elsewhere(words("bun run entorhinal report")).slice(1);
    const { stdout } = await cli(...report, "--json", "--quiet");
    const { out, bytes, checkpoint, ...second } = JSON.parse(stdout);
    expect(answer).toMatchObject(second);
    expect(second.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    const other = await cli("report", "quick", "--out", "quick.html", ...small, "--json");
    expect(JSON.parse(other.stdout).weightsSha256).not.toBe(second.weightsSha256);
    expect(textOf(read("quick.html"))).toContain("lies outside of a run");
  });

  test("says what a checkpoint on the way is, and where its log ends", async () => {
    const early = join("run", "checkpoints", "step-000010.safetensors");
    const { code } = await cli("report", early, "--out", "early.html", ...small, "--json");
    expect(code).toBe(0);
    expect(textOf(read("early.html"))).toContain("The checkpoint is of step 10 of 20");
    const path = join(run.cwd, early);
    expect(originOf(readSubject(path, early), early).metrics.at(-1)?.step).toBe(10);
    expect(textOf(page)).not.toContain("The checkpoint is of step");
  });

  test("does not take a manifest near a checkpoint for that of its run", () => {
    const other = join("run", "kept", "other.safetensors");
    mkdirSync(join(run.cwd, "run", "kept"));
    copyFileSync(newestOf(run), join(run.cwd, other));
    const path = join(run.cwd, other);
    const { manifest, metrics, name } = originOf(readSubject(path, other), other);
    expect({ manifest, metrics, name }).toEqual({ manifest: undefined, metrics: [], name: "other" });
  });

  test("shows the name of a run as text, not as markup", async () => {
    const name = "<img src=x> & 'so'";
    renameSync(join(run.cwd, "second"), join(run.cwd, name));
    await cli("report", name, "--out", "odd.html", ...small, "--json");
    expect(read("odd.html")).not.toContain("<img src=x>");
    expect(textOf(read("odd.html"))).toContain(name);
  });

  test("without a null has neither shares nor their curves", async () => {
    const flags = ["--trajectories", "1", "--steps", "1", "--blas", "wasm"];
    expect((await cli("report", "run", "--out", "none.html", ...flags, "--json")).code).toBe(0);
    const text = textOf(read("none.html"));
    expect(text).toContain("there is no null, and no share of units");
    expect(text).not.toContain("score above");
    // Training, its error, paths and tuning.
    expect(read("none.html").match(/<figure aria-label/g)).toHaveLength(4);
  });
});

test("of a network that predicts headings shows them as well", async () => {
  const heads = await trainTinyRun(1, ["--set", "code.headCells=6"]);
  const { code } = await capture(["report", "run", "--out", "heads.html", ...small], heads);
  expect(code).toBe(0);
  const title = '<figure aria-label="real and predicted headings"';
  expect(readFileSync(join(heads.cwd, "heads.html"), "utf8")).toContain(title);
  expect(page).not.toContain(title);
});

test("refuses what cannot be done, and writes nothing", async () => {
  writeFileSync(join(run.cwd, "mine.html"), "mine");
  const before = readdirSync(run.cwd).sort();
  const cases: [string[], 1 | 2, string][] = [
    [["run"], 2, "report needs --out"],
    [["run", "--out", "mine.html"], 1, "mine.html exists"],
    [["run", "--out", "absent/x.html"], 1, "absent"],
    [["run", "--out", "x.html", "--scorer", "deepmind"], 2, "deepmind"],
    [["run", "--out", "x.html", "--bins", "2"], 2, '--bins is "2"'],
    [["absent", "--out", "x.html"], 1, "no run or checkpoint absent"],
    [["--out", "x.html"], 2, "report needs RUN|CHECKPOINT"],
  ];
  for (const [argv, code, cause] of cases) {
    const said = await cli("report", ...argv);
    expect({ argv, code: said.code, stdout: said.stdout }).toEqual({ argv, code, stdout: "" });
    expect(said.stderr).toMatch(/^error: .*\n {2}.*\n$/);
    expect(said.stderr).toContain(cause);
  }
  expect(readdirSync(run.cwd).sort()).toEqual(before);
  expect(read("mine.html")).toBe("mine");
  expect(existsSync(join(run.cwd, "x.html"))).toBe(false);
});
