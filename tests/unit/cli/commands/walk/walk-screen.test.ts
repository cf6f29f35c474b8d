import { expect, test } from "bun:test";
import { walkLayout } from "../../../../../src/cli/commands/walk/walk-layout.ts";
import { type WalkMoment, walkScreen } from "../../../../../src/cli/commands/walk/walk-screen.ts";
import { expectDrawable } from "../../../../support/line-rules.ts";
import { everyTerminal, noColour, truecolour } from "../../../../support/terminals.ts";

const bins = { x: 20, y: 20 };
const map = { values: Float64Array.from({ length: 400 }, (_, i) => i % 7), rows: 20, columns: 20 };

/** A rat that was outside its box, as under `faithful`. */
const moment: WalkMoment = {
  path: {
    position: Float32Array.of(0, 0, 1.08, 0.2, 1.15, 0.4, 0.5, 0.5),
    decoded: Float32Array.of(0, 0, 1, 0.2, 1, 0.4, 0.4, 0.5),
    errorCm: Float64Array.of(0, 8, 15, 10),
  },
  ...{ made: 4, dt: 0.02, isTimed: true, network: "first", pace: "speed x 1", choice: "", keys: "q leaves" },
  conditions: "",
  arena: { width: 2.2, height: 2.2, periodic: false },
  units: Array.from({ length: 8 }, (_, unit) => ({ unit, map, activity: unit })),
};
const screen = (terminal: typeof noColour, rows: number, changes: Partial<WalkMoment> = {}) => {
  const whole = { ...moment, ...changes };
  return walkScreen(whole, walkLayout(terminal.columns, rows, whole.arena, bins), terminal, rows);
};

test("walk fits windows of every size, also with points outside the box", () => {
  for (const columns of [20, 40, 80, 120, 160, 200]) {
    for (const rows of [1, 2, 3, 7, 10, 15, 20, 24, 30, 50, 80]) {
      for (const like of everyTerminal) {
        const terminal = { ...like, columns, images: undefined };
        const lines = screen(terminal, rows);
        expect(lines.length).toBeLessThanOrEqual(rows);
        expectDrawable(lines, terminal);
        if (rows > 1) expect(lines.at(-1)).toBe("q leaves");
      }
    }
  }
  expect(screen({ ...noColour, columns: 80 }, 24).join("\n")).toContain(
    "1 point outside the box is not drawn",
  );
});

test.each([
  [80, 24, 2, 2, false],
  [160, 50, 2, 2, true],
  [120, 30, 2, 3, false],
  [60, 24, 2, 1, false],
  [40, 24, 0, 0, false],
  [80, 10, 0, 0, false],
])("at %d x %d there are %d rows of %d maps, wide: %p", (columns, rows, mapRows, mapColumns, wide) => {
  expect(walkLayout(columns, rows, moment.arena, bins)).toMatchObject({ mapRows, mapColumns, wide });
});

test("the box grows with the window, and shrinks for maps to what can still be seen", () => {
  const boxColumns = (columns: number, rows: number) =>
    walkLayout(columns, rows, moment.arena, bins).boxColumns;
  expect(boxColumns(80, 24)).toBe(34);
  expect(boxColumns(160, 50)).toBe(74);
});

test("another world than that of the training is told while the rat runs", () => {
  const conditions = "speedScale = 1.4, trained with 1";
  const [first] = screen({ ...noColour, columns: 100 }, 24, { conditions, choice: "maps 1 to 4 of 8" });
  expect(first).toContain(`speed x 1   ${conditions}`);
});

test("time, error now and on the way, and the places of rat and network are told", () => {
  const lines = screen({ ...noColour, columns: 80 }, 24);
  expect(lines[0]).toBe("  0.1 s   error  10.0 cm, mean 8.3 cm   speed x 1");
  const text = lines.join("\n");
  expect(text).toContain("✕ decoded by first");
  // Of the box, and of four maps; the legend has one, too.
  expect(text.match(/●/g)).toHaveLength(6);
});

test("where nobody knows how long a step is, steps are counted", () => {
  expect(screen({ ...noColour, columns: 80 }, 24, { isTimed: false })[0]).toStartWith("step    4   error");
});

test("without a place that can be read out the rat is alone", () => {
  const path = { position: moment.path.position, decoded: undefined, errorCm: undefined };
  const text = screen({ ...noColour, columns: 80 }, 24, { path }).join("\n");
  expect(text).not.toContain("decoded");
  expect(text).not.toContain("error");
  expect(text).toContain("● the rat");
});

test("a map is as bright as its unit fires, and its bar as long", () => {
  const alone = (activity: number) =>
    screen({ ...truecolour, columns: 80 }, 24, { units: [{ unit: 3, map, activity }] }).join("\n");
  // Of viridis, the colour of the highest value.
  expect(alone(6)).toContain("253;231;37");
  expect(alone(0)).not.toContain("253;231;37");
  const bars = [0, 3, 6].map((activity) => alone(activity).split("█").length - 1);
  expect(bars).toEqual([0, 8, 17]);
});
