import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { NpzStream, type PlannedArray } from "../../../src/format/npz-stream.ts";
import { writeFileSafely } from "../../../src/format/safe-write.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const planned = {
  position: { kind: "float32", shape: [5, 2] },
  dt: { kind: "float64", shape: [] },
  visits: { kind: "uint8", shape: [3] },
} as const satisfies Record<string, PlannedArray>;

const position = Float32Array.from({ length: 10 }, (_, i) => Math.sin(i));

test("portions of arrays side by side, and arrays given whole, become the bytes of the whole", () => {
  using folder = temporaryFolder();
  const path = folder.at("a.npz");
  writeFileSafely(path, (writeAt) => {
    const npz = new NpzStream(writeAt, { ...planned, words: npyArray(["one", "zwölf"]) });
    npz.append("position", position.subarray(0, 4));
    npz.append("visits", Uint8Array.of(1, 2));
    npz.append("position", position.subarray(4));
    npz.append("dt", Float64Array.of(0.02));
    npz.append("visits", Uint8Array.of(3));
    npz.finish();
  });
  const whole = {
    position: npyArray(position, [5, 2]),
    dt: npyArray(Float64Array.of(0.02), []),
    visits: npyArray(Uint8Array.of(1, 2, 3)),
    words: npyArray(["one", "zwölf"]),
  };
  expect(readFileSync(path).equals(writeNpz(whole, { compress: false }))).toBe(true);
});

test("too many values, too few, and what is no array leave no file behind", () => {
  using folder = temporaryFolder();
  const path = folder.at("a.npz");
  const written = (body: (npz: NpzStream) => void) => () =>
    writeFileSafely(path, (writeAt) => body(new NpzStream(writeAt, planned)));
  expect(written((npz) => npz.append("visits", new Uint8Array(4)))).toThrow("no room for values of visits");
  expect(written((npz) => npz.append("other", new Uint8Array(1)))).toThrow("no room for values of other");
  expect(written((npz) => npz.finish())).toThrow("40 bytes of position are missing");
  expect([...new Bun.Glob("**").scanSync({ cwd: folder.path, dot: true })]).toEqual([]);
});

test("more than 4 GiB are refused before anything is written", () => {
  const large = { a: { kind: "float64", shape: [2 ** 29] } } as const;
  let written = 0;
  expect(userErrorOf(() => new NpzStream(() => written++, large))).toContain("would not fit into 4 GiB");
  expect(written).toBe(0);
});
