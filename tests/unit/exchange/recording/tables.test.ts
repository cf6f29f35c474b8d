/** Recordings in csv and npz: by what names things are found, and what is refused. */
import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ReadOptions, readRecording } from "../../../../src/exchange/recording/read-recording.ts";
import { type NpyArray, npyArray } from "../../../../src/format/npy-array.ts";
import { writeNpz } from "../../../../src/format/npz.ts";
import { UserError } from "../../../../src/user-error.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const folder = temporaryDirectory();
const usual: ReadOptions = {
  ...{ spikes: undefined, series: undefined, every: false, scale: undefined, headingDegrees: false },
};
const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const refusalOf = async (reading: Promise<unknown>) => {
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw error;
  return `${error.message} | ${error.mend}`.replaceAll(`${folder}/`, "");
};

describe("csv", () => {
  const csv = async (text: string, options: Partial<ReadOptions> = {}) =>
    (await readRecording(put("path.csv", text), { ...usual, ...options }))[0]!;
  const path = "t,x,y\n0,1,2\n0.1,3,4\n0.2,5,6\n";
  const spikes = "unit,time\nb,0.05\na,0.1\nb,0.15\n";

  test("columns are found by their names; the others are rates", async () => {
    const session = await csv(
      "Time (s);X [cm];y;HD;cell 1;cell 2\n0;1;2;0.5;7;8\n0.1;;;;9;10\n0.2;5;6;-1;11;12\n",
      {
        scale: 0.01,
      },
    );
    expect([...session.times]).toEqual([0, 0.1, 0.2]);
    expect([...session.positions]).toEqual([0.01, 0.02, Number.NaN, Number.NaN, 0.05, 0.06]);
    expect([...session.heading!.values]).toEqual([0.5, Number.NaN, -1]);
    expect(session.cells).toEqual({
      ...{ kind: "rates", names: ["cell 1", "cell 2"], values: Float64Array.of(7, 8, 9, 10, 11, 12) },
    });
    expect(session.taken.map(({ what, from }) => `${what}: ${from}`)).toEqual([
      ...["time: column Time (s)", "x: column X [cm]", "y: column y", "heading: column HD"],
      "rates of a unit each: columns cell 1, cell 2",
    ]);
  });

  test("spikes come in a table of their own; numbers of units by size", async () => {
    const { cells } = await csv(path, { spikes: put("spikes.csv", spikes) });
    expect(cells).toEqual({
      ...{ kind: "spikes", names: ["a", "b"], times: [Float64Array.of(0.1), Float64Array.of(0.05, 0.15)] },
    });
    const numbered = await csv(path, { spikes: put("spikes.csv", "time\tcluster\n0.1\t10\n0.2\t9\n") });
    expect(numbered.cells.names).toEqual(["9", "10"]);
  });

  test("headings may be in degrees, when it is said", async () => {
    const text = "t,x,y,heading,r\n0,0,0,0,1\n1,1,1,90,1\n2,0,1,359,1\n";
    const { heading } = await csv(text, { headingDegrees: true });
    expect(heading!.values[1]).toBeCloseTo(Math.PI / 2, 12);
    expect(await refusalOf(csv(text))).toBe(
      "headings in path.csv go beyond two turns | in degrees? say --heading-degrees",
    );
  });

  test("columns may name their unit of length", async () => {
    const text = "t (s),x (cm),y [cm],r\n0,100,50,1\n0.1,,,2\n0.2,0,25,3\n";
    expect([...(await csv(text)).positions]).toEqual([1, 0.5, Number.NaN, Number.NaN, 0, 0.25]);
    expect((await csv(text, { scale: 1 })).positions[0]).toBe(100);
  });

  test.each([
    ["t,x (px),y (px),r\n0,1,2,3\n", "path.csv has positions in x (px) and y (px) | say how many metres"],
    ["t,x (cm),y,r\n0,1,2,3\n", "path.csv has positions in x (cm) and y | say how many metres"],
    ["t (ms),x,y,r\n0,1,2,3\n", "the times of path.csv are in t (ms) | give times in seconds"],
    ["", "path.csv has no heading"],
    ["0,1,2\n1,2,3\n", "path.csv has no heading"],
    ["t,x,y\n", "a heading and no rows"],
    ["t,x\n0,1\n", "path.csv has no column of y: it has t, x"],
    ["t,x,y,x\n0,1,2,3\n", "path.csv has two columns x"],
    ["t,x,y,r\n0,1,2\n", "line 2 of path.csv has 3 fields, the heading has 4"],
    ["t,x,y,r\n0,1,2,3\n0.1,a,2,3\n", 'x in line 3 of path.csv is "a"'],
    ["t,x,y,r\n0,1,2,3\n,1,2,3\n1,1,1,1\n", "the times of path.csv hold NaN at sample 1"],
    ["t,x,y,r\n0,1,2,3\n0,1,2,3\n1,1,1,1\n", "stand still at sample 1: 0 s after 0 s"],
    ["t,x,y,r\n0,1,2,3\n2,1,2,3\n1,1,1,1\n", "go back at sample 2: 1 s after 2 s"],
    [
      "t,x,y,r\n0,1,2,3\n20,1,2,3\n40,1,1,1\n",
      "positions in path.csv are 20 s apart | give times in seconds",
    ],
    ["t,x,y,r\n0,1,2,3\n1,1,2,3\n", "path.csv has 2 positions"],
    ["t,x,y,r\n0,,,3\n1,,,3\n2,,,3\n", "path.csv knows no position"],
    ["t,x,y,r\n0,1,2,3\n1,Infinity,2,3\n2,1,1,1\n", "position 1 in path.csv is infinite"],
    ["t,x,y,r\n0,1,2,3\n1,1,2,nan\n2,1,1,1\n", "unit r in path.csv has the rate NaN at sample 1"],
    [path, "path.csv has no units"],
  ])("%j is refused", async (text, cause) => {
    expect(await refusalOf(csv(text))).toContain(cause);
  });

  test("tables of spikes without units or times are refused", async () => {
    const said = (text: string) => refusalOf(csv(path, { spikes: put("spikes.csv", text) }));
    expect(await said("time,name2\n0.1,a\n")).toContain("spikes.csv has no column of unit");
    expect(await said("unit,when\na,0.1\n")).toContain("spikes.csv has no column of time");
    expect(await said("unit,time [ms]\na,100\n")).toContain("the times of spikes.csv are in time [ms]");
    expect(await said("unit,time\na,\n")).toContain("unit a in path.csv has a spike at NaN s");
  });
});

describe("npz", () => {
  const positions = npyArray(Float64Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
  const t = npyArray(Float64Array.of(0, 0.1, 0.2));
  const npz = async (arrays: Readonly<Record<string, NpyArray>>, options: Partial<ReadOptions> = {}) =>
    (await readRecording(put("rat.npz", writeNpz(arrays)), { ...usual, ...options }))[0]!;
  const numbers = (...values: number[]) => npyArray(Float64Array.from(values));

  test("spikes stand flat with an index, with a unit each, or in arrays of their own", async () => {
    const trains = [Float64Array.of(0.01, 0.02), Float64Array.of(0.03)];
    const cells = async (arrays: Readonly<Record<string, NpyArray>>) =>
      (await npz({ t, pos: positions, ...arrays })).cells;
    expect(
      await cells({
        spike_times: numbers(0.01, 0.02, 0.03),
        spike_times_index: npyArray(Int32Array.of(2, 3)),
      }),
    ).toEqual({ kind: "spikes", names: ["#0", "#1"], times: trains });
    expect(
      await cells({
        spike_times: numbers(0.03, 0.01, 0.02),
        spike_clusters: npyArray(Int32Array.of(12, 4, 4)),
      }),
    ).toEqual({ kind: "spikes", names: ["4", "12"], times: trains });
    expect(await cells({ spikes_T1C1: npyArray(trains[0]!), spikes_T1C2: npyArray(trains[1]!) })).toEqual({
      ...{ kind: "spikes", names: ["T1C1", "T1C2"], times: trains },
    });
    expect(await cells({ spikes: numbers(0.1), unit_names: npyArray(["one"]) })).toEqual({
      ...{ kind: "spikes", names: ["one"], times: [Float64Array.of(0.1)] },
    });
  });

  test("rates and positions may be turned, x and y apart, times given by a step", async () => {
    const session = await npz({
      ...{ x: numbers(1, 3, 5, 7), y: numbers(2, 4, 6, 8), fs: npyArray(Float64Array.of(10), []) },
      dff: npyArray(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 4]),
    });
    expect([...session.positions]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(session.times[3]).toBeCloseTo(0.3, 12);
    expect(session.cells).toMatchObject({ kind: "rates", values: Float64Array.of(1, 5, 2, 6, 3, 7, 4, 8) });
    const turned = await npz({
      t,
      xy: npyArray(Float64Array.of(1, 3, 5, 2, 4, 6), [2, 3]),
      rates: numbers(1, 2, 3),
    });
    expect([...turned.positions]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(turned.taken[0]).toEqual({ what: "position", from: "xy (2, 3), turned to [T, 2]" });
  });

  test.each<[string, Record<string, NpyArray>, string]>([
    ["no positions", { t, spikes: t }, "rat.npz has no positions: it has t, spikes"],
    ["no times", { pos: positions, spikes: t }, "rat.npz has no times"],
    ["no units", { t, pos: positions }, "rat.npz has no units: it has t, pos"],
    ["a file of activity", { t, pos: npyArray(new Float64Array(12), [2, 3, 2]) }, "looked at as it is"],
    [
      "positions in space",
      { t, pos: npyArray(new Float64Array(9), [3, 3]) },
      "rat.npz[pos] has the shape (3, 3)",
    ],
    ["other times", { t: numbers(0, 1), pos: positions, spikes: t }, "give t as [3], as many as positions"],
    [
      "other rates",
      { t, pos: positions, rates: npyArray(new Float64Array(8), [4, 2]) },
      "give rates as [3, units]",
    ],
    [
      "an index of beginnings",
      { t, pos: positions, spikes: t, spike_times_index: numbers(0, 2) },
      "ends the last unit at 2 of 3 spikes",
    ],
    [
      "counts of several units",
      { t, pos: positions, spikes: npyArray(new Float64Array(6), [3, 2]) },
      "rat.npz[spikes] has the shape (3, 2), as spikes counted in samples have",
    ],
    ["counts of one", { t, pos: positions, spikes: numbers(0, 2, 1) }, "as spikes counted in samples have"],
    ["a wrong index", { t, pos: positions, spikes: t, spike_times_index: numbers(4) }, "ends unit 0 at 4"],
    [
      "units of other spikes",
      { t, pos: positions, spikes: t, spike_clusters: numbers(4) },
      "names 1 units for 3 spikes",
    ],
  ])("%s: refused", async (_, arrays, cause) => {
    expect(await refusalOf(npz(arrays))).toContain(cause);
  });
});

test("other formats, and flags of another format, are refused", async () => {
  const read = (name: string, content: string, options: Partial<ReadOptions> = {}) =>
    refusalOf(readRecording(put(name, content), { ...usual, ...options }));
  expect(await read("rat.mat", "MATLAB 5.0")).toContain("rat.mat is neither NWB nor .npz nor .csv");
  expect(await read("rat.csv", "t,x,y,r\n", { series: "head" })).toContain("--series is for NWB");
  expect(await refusalOf(readRecording(join(folder, "gone.csv"), usual))).toContain(
    "gone.csv does not exist",
  );
});
