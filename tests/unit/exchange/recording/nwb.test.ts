/** NWB: what is taken of it, in which unit, and what is refused. */
import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ReadOptions, readRecording } from "../../../../src/exchange/recording/read-recording.ts";
import { UserError } from "../../../../src/user-error.ts";
import {
  behaviour,
  type NwbPart,
  spatialSeries,
  units,
  writeNwb,
} from "../../../support/recording/nwb-writer.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const folder = temporaryDirectory();
const rat = join(import.meta.dir, "../../../support/recording/rat.nwb");
const path = join(folder, "made.nwb");
const usual: ReadOptions = {
  ...{ spikes: undefined, series: undefined, every: false, scale: undefined, headingDegrees: false },
};
const way = [
  [10, 20],
  [20, 40],
  [Number.NaN, 60],
  [40, 80],
];
const two = units([[5.1, 5.2], [5.3]]);
const position = (series: NwbPart) => behaviour({ Position: { type: "Position", parts: { head: series } } });
const read = async (parts: Readonly<Record<string, NwbPart>>, options: Partial<ReadOptions> = {}) => {
  writeNwb(path, parts);
  return readRecording(path, { ...usual, ...options });
};
const refusal = async (parts: Readonly<Record<string, NwbPart>>, options: Partial<ReadOptions> = {}) => {
  const error: unknown = await read(parts, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw error;
  return `${error.message} | ${error.mend}`.replaceAll(`${path}`, "FILE");
};

describe("a file by the published layout, written by h5py", () => {
  test("has its positions in m, its gap, headings in rad, named units and a frame", async () => {
    const [session, ...others] = await readRecording(rat, usual);
    expect(others).toEqual([]);
    expect(session).toMatchObject({ name: "head", referenceFrame: "(0, 0) is the lower left corner" });
    const { times, positions, heading, cells, taken } = session!;
    expect([times.length, times[0], times[1]]).toEqual([3600, 10, 10 + 1 / 30]);
    const known = positions.filter((value) => !Number.isNaN(value));
    expect(positions.length - known.length).toBe(60);
    expect(Math.min(...known)).toBeWithin(0.0099, 0.05);
    expect(Math.max(...known)).toBeWithin(0.95, 0.9901);
    expect(Math.max(...heading!.values)).toBeWithin(3.1, Math.PI + 1e-6);
    expect(heading!.times[3599]).toBeCloseTo(times[3599]!, 9);
    expect(cells.names).toEqual(["grid", "wall", "head", "noise"]);
    if (cells.kind !== "spikes") throw new Error("no spikes");
    expect(cells.times[3]![0]).toBe(2.5);
    expect(cells.times[3]!.at(-1)).toBe(400);
    expect(taken.map(({ what }) => what)).toEqual(["position", "heading", "spike times", "names of units"]);
  });
});

describe("units of length", () => {
  const first = async (attributes: Readonly<Record<string, string | number>>, scale?: number) => {
    const [session] = await read(
      { processing: position(spatialSeries(way, attributes)), units: two },
      { scale },
    );
    return [...session!.positions.subarray(0, 4)].map((value) => Number(value.toPrecision(12)));
  };
  test("are honoured with conversion and offset", async () => {
    expect(await first({ unit: "meters", conversion: 0.01 })).toEqual([0.1, 0.2, 0.2, 0.4]);
    expect(await first({ unit: "cm" })).toEqual([0.1, 0.2, 0.2, 0.4]);
    expect(await first({ unit: "Millimeters", conversion: 1, offset: 100 })).toEqual([
      0.11, 0.12, 0.12, 0.14,
    ]);
    expect(await first({ unit: "cm", conversion: 2, offset: 5 })).toEqual([0.25, 0.45, 0.45, 0.85]);
    expect(await first({ unit: "pixels" }, 0.005)).toEqual([0.05, 0.1, 0.1, 0.2]);
  });
  test("that say nothing of a length are refused without --scale", async () => {
    const said = await refusal({ processing: position(spatialSeries(way, { unit: "pixels" })), units: two });
    expect(said).toBe(
      "FILE:processing/behavior/Position/head is in pixels | say how many metres a unit is: --scale M",
    );
    expect(await refusal({ processing: position(spatialSeries(way, {})), units: two })).toContain(
      "no unit of length",
    );
    const bad = await refusal({
      processing: position(spatialSeries(way, { unit: "m", conversion: "x" })),
      units: two,
    });
    expect(bad).toContain("has the conversion x");
  });
});

describe("series", () => {
  const several = behaviour({
    Position: {
      type: "Position",
      parts: { head: spatialSeries(way), tail: spatialSeries(way, { unit: "cm" }) },
    },
    EyeTracking: { type: "EyeTracking", parts: { left: spatialSeries(way) } },
  });
  test("are chosen by name, or taken all", async () => {
    const [tail] = await read({ processing: several, units: two }, { series: "tail" });
    expect([tail!.name, tail!.positions[0]]).toEqual(["tail", 0.1]);
    const all = await read({ processing: several, units: two }, { every: true });
    expect(all.map(({ name }) => name)).toEqual(["head", "tail"]);
    expect(await refusal({ processing: several, units: two })).toBe(
      "FILE has 2 series of positions | choose one by --series: head, tail; or all, by --out DIR",
    );
    expect(await refusal({ processing: several, units: two }, { series: "nose" })).toContain(
      "no series of positions nose",
    );
  });
  test("may be in acquisition, without a container, with z, and with a rate", async () => {
    const series: NwbPart = {
      type: "SpatialSeries",
      parts: {
        data: { data: [1, 2, 3, 4, 5, 6, 7, 8, 9], shape: [3, 3], attributes: { unit: "m" } },
        starting_time: { data: [2], shape: [], attributes: { rate: 4, unit: "seconds" } },
      },
    };
    const [session] = await read({ acquisition: { parts: { tracking: series } }, units: two });
    expect([...session!.positions]).toEqual([1, 2, 4, 5, 7, 8]);
    expect([...session!.times]).toEqual([2, 2.25, 2.5]);
    expect(session!.taken[0]!.from).toContain("its third column left out");
  });
  test("without positions in a plane, or times, are refused", async () => {
    expect(await refusal({ units: two })).toContain("no SpatialSeries of positions in a plane");
    const track = spatialSeries([[1], [2], [3]]);
    expect(await refusal({ processing: position(track), units: two })).toContain("no SpatialSeries");
    const untimed: NwbPart = {
      type: "SpatialSeries",
      parts: { data: { data: [1, 2, 3, 4, 5, 6], shape: [3, 2], attributes: { unit: "m" } } },
    };
    expect(await refusal({ processing: position(untimed), units: two })).toContain(
      "neither timestamps nor a rate",
    );
    const short = spatialSeries(way, { unit: "m" }, { data: [1, 2] });
    expect(await refusal({ processing: position(short), units: two })).toContain(
      "2 timestamps for 4 samples",
    );
    const back = spatialSeries(way, { unit: "m" }, { data: [1, 2, 1.5, 3] });
    expect(await refusal({ processing: position(back), units: two })).toContain(
      "the times of FILE go back at sample 2: 1.5 s after 2 s",
    );
  });
});

describe("units", () => {
  const processing = position(spatialSeries(way));
  test("are called by their names, else their ids", async () => {
    const names = async (more: Readonly<Record<string, NwbPart>>) =>
      (await read({ processing, units: units([[5], [5.1]], more) }))[0]!.cells.names;
    expect(await names({})).toEqual(["#0", "#1"]);
    expect(await names({ id: { data: [7, 9] } })).toEqual(["id 7", "id 9"]);
    expect(await names({ id: { data: [0, 1] } })).toEqual(["#0", "#1"]);
    expect(await names({ id: { data: [7, 9] }, unit_name: { text: ["a", "b"] } })).toEqual(["a", "b"]);
  });
  test("that are missing, empty, without spikes or with a wrong index are refused", async () => {
    expect(await refusal({ processing })).toContain("FILE has no table of units");
    expect(await refusal({ processing, units: units([]) })).toContain("FILE");
    const { parts } = two as { parts: Record<string, NwbPart> };
    const less = (left: string) => ({
      type: "Units",
      parts: Object.fromEntries(Object.entries(parts).filter(([name]) => name !== left)),
    });
    expect(await refusal({ processing, units: less("spike_times") })).toContain("have no spike_times");
    expect(await refusal({ processing, units: less("spike_times_index") })).toContain(
      "have no spike_times_index",
    );
    const index = (data: number[]): NwbPart => ({
      type: "Units",
      parts: { ...parts, spike_times_index: { data } },
    });
    for (const ends of [
      [2, 1],
      [2, 4],
      [1, 2],
      [1.5, 3],
      [-1, 3],
    ]) {
      expect(await refusal({ processing, units: index(ends) })).toContain("of 3 spikes");
    }
    expect(await refusal({ processing, units: units([[5], [6]], { unit_name: { text: ["a"] } }) })).toContain(
      "names 1 of 2 units",
    );
  });
});

describe("a damaged file", () => {
  const whole = readFileSync(rat);
  const attempt = async (bytes: Uint8Array): Promise<string> => {
    writeFileSync(path, bytes);
    try {
      await readRecording(path, usual);
      return "read";
    } catch (error) {
      if (error instanceof UserError) return error.message.replaceAll(path, "FILE");
      throw error;
    }
  };
  test("cut off, empty or something else is said to be so", async () => {
    expect(await attempt(whole.subarray(0, whole.length >> 1))).toContain("the HDF5 file is damaged");
    expect(await attempt(new Uint8Array())).toBe("FILE is not an HDF5 file, as NWB files are");
    expect(await attempt(new TextEncoder().encode("hello"))).toBe(
      "FILE is not an HDF5 file, as NWB files are",
    );
  });
  test("with any byte changed is read or refused in a line, never worse", async () => {
    let refused = 0;
    for (let i = 0; i < 40; i++) {
      const bytes = Uint8Array.from(whole);
      // Half of them in the first blocks, where the structure is; every other a run of bytes.
      const at = (i * 2654435761) % (i % 2 === 0 ? 6000 : bytes.length);
      bytes.fill(255 - i, at, at + 1 + (i % 4) * 20);
      if ((await attempt(bytes)) !== "read") refused++;
    }
    expect(refused).toBeGreaterThan(3);
    // Also after the library has met its end.
    expect(await attempt(whole)).toBe("read");
  });
});
