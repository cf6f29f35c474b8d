import { describe, expect, test } from "bun:test";
import { givenCentres } from "../../../src/code/place-centres.ts";
import { decode, encode, openPlaceCode, type PlaceCodeKind } from "../../../src/code/place-code.ts";
import { openEngine } from "../../../src/engine/engine.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { goldenNumbers } from "../../support/golden-numbers.ts";

const engine = await openEngine({ workers: 1, blas: "wasm" });
const golden = goldenNumbers("place_cells.npz");

const variants: Record<
  string,
  { kind: PlaceCodeKind; surround?: number; sigma?: number; periodic?: boolean }
> = {
  dog: { kind: "differenceOfSoftmaxes" },
  gaussian: { kind: "gaussian" },
  dog_periodic: { kind: "differenceOfSoftmaxes", periodic: true },
  /** Computed with a width of 0.2 m. */
  dog_surround3: { kind: "differenceOfSoftmaxes", surround: 3, sigma: 0.2 },
};

/**
 * Of the largest entry of the file. The reference takes differences of float64 coordinates, we of float32 ones: 6e-8 m over a field
 * of 0.12 m changes an exponent by about 1e-6, and the entry by that part.
 */
const relativeTolerance = 2e-6;

describe.each(Object.entries(variants))(
  "place_cells %s",
  (name, { kind, surround, sigma, periodic = false }) => {
    test("code and decoded positions", () => {
      const arena = { ...defaultArena, periodic };
      const code = openPlaceCode(engine, {
        arena,
        centres: givenCentres(golden!("centres")),
        kind,
        surround,
        sigma,
      });
      const positions = engine.memory.from("float32", golden!("positions"), "positions");
      const rows = positions.length / 2;
      const out = engine.memory.allocate("float32", [rows, code.cells], "code");
      encode(engine, code, positions, out);
      const theirs = golden!(name);
      const largest = Math.max(...theirs);
      let worst = 0;
      theirs.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(out.view[i]! - value) / largest);
      });
      expect(worst).toBeLessThan(relativeTolerance);

      const walled = { ...code, arena: defaultArena };
      const decoded = engine.memory.allocate("float32", [rows, 2], "decoded");
      decode(engine, walled, out, decoded);
      const expected = golden!(`${name}_decoded_k3`);
      let compared = 0;
      for (let row = 0; row < rows; row++) {
        if (!isDecided(theirs.slice(row * code.cells, (row + 1) * code.cells))) continue;
        compared++;
        for (const i of [2 * row, 2 * row + 1]) expect(decoded.view[i]!).toBeCloseTo(expected[i]!, 6);
      }
      expect(compared).toBeGreaterThan(rows / 2);
    });
  },
);

/** Whether the three largest entries stand out: far from all centres, the third is one of many equals, and which is chance. */
function isDecided(row: Float64Array): boolean {
  const sorted = row.toSorted().reverse();
  return sorted[2]! - sorted[3]! > 1e-5 * sorted[0]!;
}
