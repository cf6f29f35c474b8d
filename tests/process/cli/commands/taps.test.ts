/** Shares of cells of several taps at once, each beside its null and the untrained network. */
import { describe, expect, test } from "bun:test";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(10, ["--set", "model.kind=gru"]);
const few = ["--trajectories", "200", "--shuffles", "100"];
const cli = (...argv: string[]) => capture(["evaluate", "run", ...argv, "--blas", "wasm"], run);
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, "--quiet", "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

interface Share {
  cells: string;
  rule: string;
  threshold: number | null;
  units: number;
  share: number;
  nullShare: number;
  untrainedShare: number | null;
}

describe("evaluate --taps", () => {
  test("has the shares of each tap that evaluate --tap has", async () => {
    const { taps, trajectories } = await json("--taps", "update, units", ...few);
    expect(trajectories).toBe(200);
    expect(taps.map(({ tap }: { tap: string }) => tap)).toEqual(["update", "units"]);
    for (const { tap, shares, units } of taps) {
      const argv = ["--tap", tap, "--scorer", "deepmind-code", ...few];
      const alone = await json(...argv);
      const untrained = await json(...argv, "--untrained");
      const released = shares.filter(({ rule }: Share) => rule === "deepmind-code, 20 bins");
      expect(released).toMatchObject(
        (["hexagonal", "square"] as const).map((cells) => {
          const { threshold, share, nullShare, units: above } = alone.aboveNull[cells];
          const untrainedShare = untrained.aboveNull?.[cells].share ?? 0;
          return { cells, threshold, share, nullShare, units: above, untrainedShare };
        }),
      );
      for (const { share, units: above, nullShare, untrainedShare } of shares as Share[]) {
        expect(share).toBe(above / units);
        expect(nullShare).toBeWithin(0, 1);
        expect(untrainedShare).toBeWithin(0, 1.001);
      }
    }
    const kinds = taps[0].shares.map(({ cells }: Share) => cells);
    expect(new Set(kinds)).toEqual(new Set(["hexagonal", "square", "border", "heading", "speed"]));
  });

  test("held to the untrained network, grid scores of that network are not held to itself", async () => {
    const [{ shares }] = (await json("--taps", "units", ...few.slice(0, 2), "--null", "untrained")).taps;
    const ofGrids = shares.filter(({ cells }: Share) => ["hexagonal", "square"].includes(cells));
    expect(ofGrids.map(({ untrainedShare }: Share) => untrainedShare)).toEqual([null, null, null, null]);
    expect(ofGrids[0].nullShare).toBeWithin(0, 0.2);
    expect(shares.at(-1).untrainedShare).toBeWithin(0, 1.001);
  });

  test("names rules and thresholds, and says what they do not say", async () => {
    const { stdout } = await cli("--taps", "all", ...few);
    expect(stdout).toMatch(/^units: 16 units along 200 trajectories of 5 steps$/m);
    expect(stdout).toMatch(/^ hexagonal +banino-si, 32 bins +-?\d\.\d\d +\d+/m);
    expect(stdout).toMatch(/^ heading +the same, rates shifted to zero +0\.47/m);
    expect(stdout.replace(/\s+/g, " ")).toContain("None of the shares says by itself");
    const argv = ["evaluate", "run", "--taps", "units", ...few, "--blas", "wasm"];
    const narrow = await capture(argv, { ...run, env: { COLUMNS: "60" } });
    expect(narrow.stdout.replace(/\s+/g, " ")).toContain("hexagonal: banino-si, 32 bins;");
  });

  test("of bottleneck and states of a network with heads, also with dropout, which it names", async () => {
    const heads = await trainTinyRun(
      10,
      [
        ...["model.kind=lstm", "model.input=egocentric", "model.bottleneck=8", "model.keepProbability=0.5"],
        ...["code.headCells=12"],
      ].flatMap((setting) => ["--set", setting]),
    );
    const argv = [
      "evaluate",
      "run",
      "--taps",
      "bottleneck,lstm",
      ...few,
      "--quiet",
      "--json",
      "--blas",
      "wasm",
    ];
    const answer = async (...more: string[]) => JSON.parse((await capture([...argv, ...more], heads)).stdout);
    const [plain, dropping] = [await answer(), await answer("--dropout")];
    const sizes = ({ taps }: { taps: { tap: string; units: number }[] }) =>
      taps.map(({ tap, units }) => `${tap} ${units}`);
    expect(sizes(plain)).toEqual(["bottleneck 8", "lstm 16"]);
    expect(sizes(dropping)).toEqual(sizes(plain));
    expect(plain.conditions).toBeUndefined();
    expect(Object.keys(dropping.conditions)).toEqual(["dropout"]);
    // The states are above the dropout, the bottleneck is what it drops of.
    expect(dropping.taps[1]).toEqual(plain.taps[1]);
    expect(dropping.taps[0]).not.toEqual(plain.taps[0]);
  });

  test("refuses what is not of several taps", async () => {
    const refused = async (...argv: string[]) => {
      const { code, stderr } = await cli(...argv);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused("--taps", "units,gate")).toContain("this network has no tap gate");
    expect(await refused("--taps", "units,")).toContain("no tap without a name");
    expect(await refused("--taps", "all", "--tap", "units")).toContain("--tap and --taps are both given");
    expect(await refused("--taps", "all", "--scorer", "pearson")).toContain("--taps has scorers of its own");
  });
});
