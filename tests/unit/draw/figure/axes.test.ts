import { describe, expect, test } from "bun:test";
import { framed } from "../../../../src/draw/figure/axes.ts";
import { scaleOf, tickLabels, ticksOf } from "../../../../src/draw/figure/scale.ts";
import { signedText, wrapText } from "../../../../src/draw/figure/text.ts";
import { textsOf } from "../../../support/scene-places.ts";

describe("axes", () => {
  const ticks = (range: readonly [number, number], count = 5, logarithmic = false) =>
    tickLabels(ticksOf({ label: "", range, logarithmic }, count));

  test("have two ticks at least, however narrow", () => {
    const frame = (room: number) =>
      framed({
        ...{ x: { label: "x", range: [-40.6, 40.6] }, y: { label: "y", range: [0.03, 0.95] } },
        ...{ width: room, height: room, sizeOf: "area", draw: () => [] },
      });
    for (const room of [120, 150, 200]) {
      const said = textsOf(frame(room).shapes).map(({ text }) => text);
      expect(said).toContain("−20");
    }
  });

  test("have round ticks", () => {
    expect(ticks([-1.1, 1.1])).toEqual(["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    expect(ticks([0, 20_000], 4)).toEqual(["0", "5000", "10,000", "15,000", "20,000"]);
    expect(ticks([3, 120], 6, true)).toEqual(["5", "10", "20", "50", "100"]);
    expect(ticks([0.0031, 0.0089])).toEqual(["0.004", "0.006", "0.008"]);
  });

  test("refuse what they cannot show", () => {
    expect(() => scaleOf({ label: "", range: [1, 1] }, 10)).toThrow("from 1 to 1");
    expect(() => scaleOf({ label: "", range: [0, 1], logarithmic: true }, 10)).toThrow("begin at 0");
    const scale = scaleOf({ label: "", range: [1, 100], logarithmic: true }, 10);
    expect([scale(1), scale(10), scale(100)]).toEqual([0, 5, 10]);
  });
});

test("texts break at spaces, not before a unit, and have a true minus", () => {
  expect(wrapText("floor of 3.1 cm, and more", 10, 75)).toEqual(["floor of", "3.1 cm, and", "more"]);
  expect([signedText(-0.004, 2), signedText(-0.126, 2), signedText(0.5, 1)]).toEqual([
    "0.00",
    "−0.13",
    "0.5",
  ]);
});
