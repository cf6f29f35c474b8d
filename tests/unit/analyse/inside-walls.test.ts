/** Maps of long boxes, cut to their walls. */
import { expect, test } from "bun:test";
import { borderScores } from "../../../src/analyse/border-score.ts";
import { insideWalls } from "../../../src/analyse/inside-walls.ts";

const arena = { width: 1, height: 1, periodic: false };
const shape = { units: 2, bins: 10 };
const maps = Float64Array.from({ length: 200 }, (_, i) => i);

test("rows and columns within the walls stay, the same on both sides", () => {
  const {
    shape: cut,
    box,
    maps: kept,
  } = insideWalls(maps, shape, { arena, walls: { width: 1, height: 0.6 } });
  expect(cut).toEqual({ units: 2, binsX: 10, binsY: 6 });
  expect([box.width, box.height]).toEqual([1, 0.6]);
  expect([kept[0], kept[59], kept[60], kept[119]]).toEqual([20, 79, 120, 179]);
  const narrow = insideWalls(maps, shape, { arena, walls: { width: 0.2, height: 1 } });
  expect([...narrow.maps.subarray(0, 4)]).toEqual([4, 5, 14, 15]);
});

test("a bin that the wall goes through stays when its middle is inside", () => {
  const rows = (height: number) =>
    insideWalls(maps, shape, { arena, walls: { width: 1, height } }).shape.binsY;
  expect([0.5, 0.49, 0.7, 0.71, 0.001, 1].map(rows)).toEqual([6, 4, 8, 8, 2, 10]);
  const odd = insideWalls(
    maps.subarray(0, 81),
    { units: 1, bins: 9 },
    { arena, walls: { width: 1, height: 0.01 } },
  );
  expect(odd.shape.binsY).toBe(1);
});

test("without walls of their own, maps are what they were", () => {
  expect(insideWalls(maps, shape, { arena, walls: undefined }).maps).toBe(maps);
});

test("a field along the lower wall of a long box is a border cell's; in the whole map it is not", () => {
  const walls = { width: 1, height: 0.4 };
  const map = new Float64Array(400).fill(Number.NaN);
  for (let i = 120; i < 280; i++) map[i] = i < 140 ? 1 : 0;
  const whole = { units: 1, bins: 20 };
  const cut = insideWalls(map, whole, { arena, walls });
  expect(borderScores(cut.maps, cut.shape, cut.box)[0]!.score).toBeGreaterThan(0.5);
  expect(borderScores(map, whole, arena)[0]!.score).toBeLessThan(0);
});
