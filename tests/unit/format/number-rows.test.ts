import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { readNumberArray } from "../../../src/format/array-file.ts";
import { writeNpy } from "../../../src/format/npy.ts";
import { npyArray } from "../../../src/format/npy-array.ts";
import { writeNpyHeader } from "../../../src/format/npy-header.ts";
import { writeNpz } from "../../../src/format/npz.ts";
import { openNumberRows } from "../../../src/format/number-rows.ts";
import { UserError } from "../../../src/user-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { userErrorOf } from "../../support/user-error.ts";

const isCube = (shape: readonly number[]) => shape.length === 3;
const cube = npyArray(
  Float32Array.from({ length: 7 * 300 * 100 }, (_, i) => Math.sin(i)),
  [7, 300, 100],
);

async function valuesOf(path: string, rows: number, key?: string) {
  using opened = await openNumberRows(path, key, isCube);
  const portions = await Array.fromAsync(opened.portions(rows));
  return { ...{ name: opened.name, shape: opened.shape }, portions };
}

async function refusal(path: string, key?: string): Promise<string> {
  try {
    await valuesOf(path, 2, key);
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.mend}`;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("an array in portions of its rows", () => {
  const files = {
    "a.npy": writeNpy(cube),
    "stored.npz": writeNpz({ small: npyArray(Int8Array.of(1)), cube }, { compress: false }),
    "packed.npz": writeNpz({ cube, small: npyArray(Int8Array.of(1)) }, { compress: true }),
  };

  test.each(Object.keys(files) as (keyof typeof files)[])("%s holds the same as read whole", async (file) => {
    using folder = temporaryFolder();
    const path = folder.at(file);
    writeFileSync(path, files[file]);
    const whole = readNumberArray(path, undefined, isCube);
    for (const rows of [1, 3, 7, 100]) {
      const { name, shape, portions } = await valuesOf(path, rows);
      expect({ name, shape }).toEqual({ name: whole.name, shape: whole.shape });
      expect(portions.map(({ length }) => length / 30_000)).toEqual(
        Array.from({ length: Math.ceil(7 / rows) }, (_, i) => Math.min(rows, 7 - i * rows)),
      );
      expect(portions.flatMap((part) => [...part])).toEqual([...whole.values]);
    }
  });

  test("Fortran order and no rows at all are read whole", async () => {
    using folder = temporaryFolder();
    const header = writeNpyHeader({ descr: "|u1", fortranOrder: true, shape: [2, 2, 2] });
    writeFileSync(folder.at("f.npy"), Buffer.concat([header, Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7)]));
    const { portions } = await valuesOf(folder.at("f.npy"), 1);
    expect(portions.map((part) => [...part])).toEqual([
      [0, 4, 2, 6],
      [1, 5, 3, 7],
    ]);
    writeFileSync(folder.at("none.npy"), writeNpy(npyArray(new Float64Array(), [0, 3, 3])));
    expect((await valuesOf(folder.at("none.npy"), 1)).portions).toEqual([]);
  });
});

describe("what is refused", () => {
  test("is what is refused of an array that is read whole", async () => {
    using folder = temporaryFolder();
    const small = npyArray(
      Float64Array.from({ length: 8 }, (_, i) => i),
      [2, 2, 2],
    );
    const [npy, npz] = [writeNpy(small), writeNpz({ small, text: npyArray(["a"], [1, 1, 1]) })];
    const cases: readonly (readonly [name: string, bytes: Uint8Array, key?: string])[] = [
      ["cut.npy", npy.subarray(0, -3)],
      ["long.npy", Buffer.concat([npy, Uint8Array.of(1)])],
      ["keyed.npy", npy, "small"],
      ["cut.npz", npz.subarray(0, -30)],
      ["several.npz", npz],
      ["other.npz", npz, "large"],
      ["text.npz", npz, "text"],
      ["neither.npz", Buffer.from("step,loss\n1,2\n")],
      ["empty.npz", new Uint8Array()],
    ];
    for (const [name, bytes, key] of cases) {
      writeFileSync(folder.at(name), bytes);
      expect(await refusal(folder.at(name), key)).toBe(
        userErrorOf(() => readNumberArray(folder.at(name), key, isCube)),
      );
    }
    expect(await refusal(folder.path)).toContain("is a directory");
    expect(await refusal(folder.at("missing.npy"))).toContain("does not exist");
  });

  test("every byte flipped: a UserError, or the same values", async () => {
    using folder = temporaryFolder();
    const small = npyArray(
      Float32Array.from({ length: 27 }, (_, i) => i % 3),
      [3, 3, 3],
    );
    const path = folder.at("a.npz");
    for (const compress of [false, true]) {
      writeFileSync(path, writeNpz({ small }, { compress }));
      const good = readFileSync(path);
      for (let at = 0; at < good.length; at++) {
        writeFileSync(path, good.with(at, good[at]! ^ 0xff));
        try {
          const { portions } = await valuesOf(path, 2);
          expect(portions.flatMap((part) => [...part])).toEqual([...small.data] as number[]);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }
    }
  });
});
