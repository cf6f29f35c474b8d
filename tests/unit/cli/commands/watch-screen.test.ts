import { describe, expect, test } from "bun:test";
import { watchScreen } from "../../../../src/cli/commands/train/watch/watch-screen.ts";
import { scoreShares } from "../../../../src/draw/score-bars.ts";
import { newView } from "../../../../src/session/training-view.ts";
import { expectDrawable } from "../../../support/line-rules.ts";
import { everyTerminal, nameOf, noColour } from "../../../support/terminals.ts";
import { now, watchedTraining } from "../../../support/watched-training.ts";

const text = (columns: number, rows: number, changes: Parameters<typeof watchedTraining>[0] = {}): string =>
  watchScreen(watchedTraining(changes), { ...noColour, columns }, rows, now).join("\n");

describe.each(everyTerminal)("a training that is watched", (terminal) => {
  test(`on ${nameOf(terminal)}`, () => {
    const rows = terminal.columns === 120 ? 40 : 24;
    const lines = watchScreen(watchedTraining(), terminal, rows, now);
    expectDrawable(lines, terminal);
    expect(lines).toHaveLength(rows);
    expect(lines.join("\n")).toMatchSnapshot();
  });
});

describe("watch", () => {
  test("fits windows of every size", () => {
    for (const columns of [20, 40, 56, 60, 79, 80, 100, 120, 160, 200]) {
      for (const rows of [1, 2, 3, 8, 12, 15, 18, 20, 24, 30, 50, 80]) {
        const terminal = { ...noColour, columns };
        const lines = watchScreen(watchedTraining(), terminal, rows, now);
        expect(lines.length).toBeLessThanOrEqual(rows);
        expectDrawable(lines, terminal);
      }
    }
  });

  test("shows charts where there is no room for maps, and says what is missing", () => {
    const short = text(80, 14);
    expect(short).toContain("loss (nats)");
    expect(short).not.toContain("#0");
    expect(short).toContain("maps need a larger window");
    expect(text(80, 5)).toContain("step  500/2000");
  });

  test("shows more maps in larger windows", () => {
    const maps = (columns: number, rows: number) => text(columns, rows).match(/#\d+ /g)?.length;
    expect([maps(60, 24), maps(80, 24), maps(120, 40), maps(200, 60)]).toEqual([1, 2, 8, 21]);
  });

  test("says how old the maps are, of which step, and which noise they are beside", () => {
    expect(text(80, 24)).toContain("best of 256 units, step 480, 2 s ago");
    expect(text(60, 24)).toContain("step 480, 2 s ago");
    expect(text(80, 24)).toContain("noise (step 400)");
    expect(text(80, 24)).toContain("deepmind-code, 20 x 20 bins");
    expect(text(80, 24, { step: 480 })).toContain("best of 256 units, step 480   ");
  });

  test("prints a share of units beside that of noise, or not at all", () => {
    expect(text(80, 24)).toContain("above 0.37: 52 %, noise 14 %");
    expect(text(80, 24)).toMatch(/above 0\.\d\d: \d+ %, noise 5 %/);
    const without = text(80, 24, { noise: undefined });
    expect(without).toContain("no share: noise is not scored yet");
    expect(without).not.toContain("above 0.37");
    const other = { ...watchedTraining().noise!, scorer: "pearson" };
    expect(text(80, 24, { noise: other })).not.toContain("above 0.37");
  });

  test("says when maps are to be expected, or why there are none", () => {
    expect(text(80, 24, { snapshot: undefined, nextSnapshot: 4.2 })).toContain(
      "maps: in about 4.2 s of training",
    );
    expect(text(80, 24, { snapshot: undefined, unseen: "out of memory: x" })).toContain(
      "maps: out of memory: x",
    );
  });

  test("names the phase, and what keys do in it", () => {
    expect(text(80, 24)).toContain("q leaves, the training goes on; p pauses");
    expect(text(80, 24, { phase: "paused" })).toMatch(/paused\n[\s\S]*q leaves, p goes on/);
    expect(text(80, 24, { phase: "done" })).toMatch(/done\n[\s\S]*\nq leaves *$/);
    expect(text(80, 24, { phase: "failed", trouble: "step 7: not finite" })).toContain("step 7: not finite");
  });

  test("has a picture before the first step", () => {
    const lines = watchScreen(newView("runs/first", 2000), noColour, 24, now);
    expectDrawable(lines, noColour);
    expect(lines.join("\n")).toContain("before the first step");
  });

  test("is complete without keys", () => {
    const lines = watchScreen(watchedTraining(), noColour, 24, now, "none");
    expect(lines.join("\n")).not.toContain("q leaves");
  });
});

test("every score is in one bin, those at an edge in the upper one, NaN in none", () => {
  const shares = scoreShares(Float32Array.of(2, 1, 0.9, 0, -0.1, -0.5, -3, Number.NaN));
  expect(shares.map((share) => 8 * share)).toEqual([2, 1, 0, 0, 0, 1, 1, 2]);
});
