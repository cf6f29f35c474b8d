import { describe, expect, test } from "bun:test";
import { type DecodedPath, decodedPathPlot, windowOf } from "../../../src/draw/decoded-paths.ts";
import { expectDrawable } from "../../support/line-rules.ts";
import { ascii, everyTerminal, nameOf } from "../../support/terminals.ts";

const box = { width: 2.2, height: 2.2 };
/** A walk to the right, decoded half a decimetre above it. */
const walk: DecodedPath = {
  truth: [0.1, 0, 0.2, 0, 0.3, 0, 0.4, 0],
  decoded: [0.1, 0.05, 0.2, 0.05, 0.3, 0.05, 0.4, 0.05],
  start: [0, 0],
  errorCm: 5,
};

describe("decoded paths", () => {
  test("true path, decoded places and start are seen apart, with the error", () => {
    const lines = decodedPathPlot([walk], box, { ...ascii, columns: 60 });
    expect(lines[0]).toBe("** true path   o decoded after each step   S start");
    expect(lines[1]).toBe("path 1: 5.0 cm off");
    const rows = lines.filter((line) => line.startsWith("|"));
    const decoded = rows.findIndex((row) => row.includes("o"));
    const truth = rows.findIndex((row) => row.includes("S"));
    expect(rows[decoded]!.match(/o/g)).toHaveLength(4);
    expect(rows[truth]).toMatch(/S\*{20,}/);
    expect(decoded).toBeLessThan(truth);
    expect(lines.at(-1)).toEndWith(" 0.1 m");
  });

  test("headings stand below, a line of the truth and a mark of each decoded one, and none across a whole turn", () => {
    const headings = { truth: [3, 3.1, -3.1, -3], decoded: [2, 2, -2, -2] };
    const lines = decodedPathPlot([{ ...walk, headings }], box, { ...ascii, columns: 60 });
    const at = lines.indexOf("heading, -pi to pi");
    const rows = lines.slice(at + 2, -1);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toMatch(/^\|\*{10,} +\|$/);
    expect(rows[5]).toMatch(/^\| +\*{10,}\|$/);
    expect(rows.slice(1, 5).join("").match(/\*/g)).toBeNull();
    expect(rows[1]!.match(/o/g)).toHaveLength(2);
    expect(rows[4]!.match(/o/g)).toHaveLength(2);
    expect(decodedPathPlot([walk], box, { ...ascii, columns: 60 }).join()).not.toContain("heading");
  });

  test("three stand beside each other at 80 columns", () => {
    const lines = decodedPathPlot([walk, walk, walk], box, { ...ascii, columns: 80 });
    expect(lines[1]).toMatch(/^path 1: .* path 2: .* path 3: /);
    expect(lines.length).toBeLessThan(20);
  });

  test("a window lies in the box, and is no larger", () => {
    const side = 1.15 * 0.4;
    expect(windowOf(walk, box)).toEqual({ x: 0.2, y: 0.025, side });
    const corner: DecodedPath = { ...walk, truth: [1.1, 1.1], decoded: [1.05, 1.1], start: undefined };
    expect(windowOf(corner, box)).toEqual({ x: 1, y: 1, side: 0.2 });
    const across: DecodedPath = { ...walk, truth: [-1.1, -1.1, 1.1, 1.1] };
    expect(windowOf(across, box)).toEqual({ x: 0, y: 0, side: 2.2 });
  });

  test("a path that leaves on one side of a periodic box is no line across it", () => {
    const around = { ...walk, truth: [-1, 0], decoded: [-1, 0.5], start: [1, 0] as const };
    const stars = (periodic: boolean) =>
      decodedPathPlot([around], { ...box, periodic }, { ...ascii, columns: 60 })
        .slice(1)
        .join("")
        .match(/\*/g)?.length;
    expect(stars(false)).toBeGreaterThan(20);
    expect(stars(true)).toBe(1);
  });

  test.each(everyTerminal.map((terminal) => [nameOf(terminal), terminal] as const))(
    "fits %s",
    (_, terminal) => {
      for (const columns of [10, 40, 80, 160]) {
        expectDrawable(decodedPathPlot([walk, walk, walk, walk], box, { ...terminal, columns }), {
          ...terminal,
          columns,
        });
      }
    },
  );
});
