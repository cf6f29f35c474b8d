/** What `evaluate`, `decode` and `compare` say of the ways in which places are read out. */
import { describe, expect, test } from "bun:test";
import { capture } from "../../../support/capture.ts";
import { trainTinyRun } from "../../../support/tiny-run.ts";

const run = await trainTinyRun(20);
const cli = (...argv: string[]) => capture([...argv, "--blas", "wasm"], run);
const json = async (...argv: string[]) => {
  const { code, stdout, stderr } = await cli(...argv, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};
const few = ["--trajectories", "200"];
const named = (answer: { readout: { places: { by: string }[] } }, by: string) =>
  answer.readout.places.find((place) => place.by === by) as unknown as Record<string, number>;

describe("evaluate", () => {
  test("has three ways, each with its floor and what the network gave before its first step", async () => {
    const answer = await json("evaluate", "run", ...few, "--bins", "8");
    const untrained = await json("evaluate", "run", ...few, "--bins", "8", "--untrained");
    expect(answer.readout.places.map(({ by }: { by: string }) => by)).toEqual([
      ...["bestCell", "bestThree", "weightedMean"],
    ]);
    // Three cells are averaged in training as well, and their mean is taken portion by portion.
    expect(named(answer, "bestThree").errorCm).toBeCloseTo(answer.decodeErrorCm, 4);
    expect(named(answer, "bestThree").floorCm).toBe(answer.floorCm);
    for (const by of ["bestCell", "bestThree", "weightedMean"]) {
      expect(named(answer, by).untrainedCm).toBe(named(untrained, by).errorCm);
      expect(named(untrained, by).untrainedCm).toBeNull();
    }
    expect(answer.readout.heading).toBeNull();
    const [loss, ...others] = answer.readout.losses;
    expect(others).toEqual([]);
    expect(loss).toMatchObject({ ensemble: "place", untrained: untrained.readout.losses[0].loss });
    expect(loss.floor).toBeLessThan(loss.loss);
    expect(loss.chance).toBeCloseTo(Math.log(loss.cells), 12);
    expect(answer.readout.squares.quantisation).toBeGreaterThan(0);
    const { stdout } = await cli("evaluate", "run", ...few, "--bins", "8");
    expect(stdout).toMatch(/place, best cell +\d+\.\d\d cm +\d+\.\d\d cm +\d+\.\d cm +84\.2 cm/);
    expect(stdout.replace(/\s+/g, " ")).toContain("m^2 of the prediction against the code.");
  });
});

test("a network that is asked for headings has their error, loss, floor and widest gap", async () => {
  const heads = await trainTinyRun(20, [
    ...["--set", "model.kind=gru", "--set", "code.headCells=12", "--set", "code.headMeans=placeSeed"],
  ]);
  const argv = ["evaluate", "run", ...few, "--bins", "8", "--blas", "wasm"];
  const { stdout } = await capture([...argv, "--json"], heads);
  const { readout } = JSON.parse(stdout);
  const { heading, losses } = readout;
  expect(heading).toMatchObject({ cells: 12, chance: Math.PI / 2, gap: { width: expect.closeTo(2.057, 3) } });
  expect(heading.error).toBeWithin(heading.floor, Math.PI);
  expect(heading.untrained).toBeWithin(heading.floor, Math.PI);
  expect(heading.byStep.length).toBe(5);
  expect(losses.map(({ ensemble }: { ensemble: string }) => ensemble)).toEqual(["place", "head"]);
  expect(losses[1].chance).toBeCloseTo(Math.log(12), 12);
  expect(losses[1].floor).toBeWithin(0.7, 0.75);
  const text = (await capture(argv, heads)).stdout;
  expect(text).toMatch(/ heading, best cell +\d+\.\d deg +\d+\.\d deg +\d+\.\d deg +90\.0 deg/);
  expect(text.replace(/\s+/g, " ")).toContain("No cell prefers a heading for 118 degrees from -93 on");
});

test("decode reads places out by each of them, beside its floor", async () => {
  const evaluated = await json("evaluate", "run", ...few, "--bins", "8");
  for (const [flag, by] of [
    ["best-cell", "bestCell"],
    ["weighted-mean", "weightedMean"],
  ] as const) {
    const answer = await json("decode", "run", ...few, "--by", flag);
    expect(answer.decodeErrorCm).toBeCloseTo(named(evaluated, by).errorCm!, 4);
    expect(answer.floorCm).toBe(named(evaluated, by).floorCm);
    expect(answer.errorByStepCm.length).toBe(answer.steps);
  }
  const plain = await json("decode", "run", ...few);
  expect(await json("decode", "run", ...few, "--by", "best-three")).toEqual(plain);
  const { code, stderr } = await cli("decode", "run", "--by", "best");
  expect(code).toBe(2);
  expect(stderr).toContain("best-cell");
});

test("compare has them of every network", async () => {
  const { numbers } = await json("compare", "run", "quick", ...few, "--bins", "8", "--quiet");
  const names = numbers.map(({ name }: { name: string }) => name);
  expect(names).toContain("bestCellErrorCm");
  expect(names).toContain("weightedErrorCm");
});
