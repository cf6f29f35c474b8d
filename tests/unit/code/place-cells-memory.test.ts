import { expect, test } from "bun:test";
import { openPlaceCells } from "../../../src/code/place-cells.ts";
import { placeSettings } from "../../../src/code/place-settings.ts";
import { defaultArena } from "../../../src/world/arena.ts";
import { memoryLimit } from "../../support/memory-limit.ts";
import { withTinyEngine } from "../../support/tiny-training.ts";
import { userErrorOf } from "../../support/user-error.ts";

test("more place cells than the memory holds are refused before there is one, saying how many would fit", () =>
  withTinyEngine(1, async (engine) => {
    using _ = memoryLimit(100 * 2 ** 20);
    const { used } = engine.memory;
    const settings = placeSettings.parse({ placeCells: 10_000_000 });
    expect(userErrorOf(() => openPlaceCells(engine, settings, defaultArena, 0))).toMatch(
      /^10000000 place cells needs 534.1 MiB of memory, \d+.\d MiB can be had: .* \| code.placeCells 1\d{6} would fit$/,
    );
    expect(engine.memory.used).toBe(used);
  }));
