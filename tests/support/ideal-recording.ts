/** Ideal cells along simulated paths, as the arrays of a file of activity. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  bandCell,
  borderCell,
  headDirectionCell,
  hexagonalCell,
  squareCell,
} from "../../src/analyse/synthetic.ts";
import type { Engine } from "../../src/engine/engine.ts";
import { openActivityFile } from "../../src/exchange/activity-file.ts";
import type { NpyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import type { ActivityRequest, ActivitySource } from "../../src/tasks/activity-source.ts";
import { defaultArena } from "../../src/world/arena.ts";
import { recordedCells } from "./recorded-cells.ts";

export const [trials, steps] = [200, 150];
export const cells = [
  hexagonalCell({ period: 0.6 }),
  hexagonalCell({ period: 0.8, phase: [0.1, -0.2], angle: 0.3 }),
  squareCell({ period: 0.7 }),
  bandCell({ period: 0.7 }),
  borderCell({ wall: "south", width: 0.1, box: defaultArena }),
  headDirectionCell({ preferred: 1, concentration: 3 }),
];
export const units = cells.length;
export const recorded = await recordedCells(cells, { trials, steps });
type Arrays = Readonly<Record<string, NpyArray>>;

/** Where the file is put. */
export const recordingIn = (folder: string): string => join(folder, "cells.npz");

/**
 * Opens what was recorded, by way of a file.
 * @param left out of the recording @param changed instead of what was recorded
 */
export const recordingOpener =
  (engine: Engine, folder: string) =>
  (left: readonly string[] = [], changed: Arrays = {}, arrays: Arrays = recorded): ActivitySource => {
    const path = recordingIn(folder);
    const kept = Object.entries({ ...arrays, ...changed }).filter(([name]) => !left.includes(name));
    writeFileSync(path, writeNpz(Object.fromEntries(kept), { compress: false }));
    return openActivityFile(engine, path);
  };

export const all: ActivityRequest = { seed: 0, trajectories: trials, steps };

/** The largest magnitude. */
export const largest = (values: Iterable<number>, of: (value: number, i: number) => number): number =>
  Array.from(values).reduce((most, value, i) => Math.max(most, Math.abs(of(value, i))), 0);
