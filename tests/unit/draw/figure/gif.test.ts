import { expect, test } from "bun:test";
import { GifWriter } from "../../../../src/draw/figure/gif.ts";
import type { Pixels } from "../../../../src/draw/figure/scene.ts";
import { readGif } from "../../../support/reference/gif.ts";

const [width, height] = [9, 7];

const pictureOf = (colourOf: (i: number) => readonly [number, number, number]): Pixels => ({
  width,
  height,
  data: Uint8Array.from(Array.from({ length: width * height }, (_, i) => [...colourOf(i), 255]).flat()),
});

const stripes = pictureOf((i) => (i % 2 === 0 ? [248, 0, 0] : [0, 0, 248]));
/** The same but for one pixel. */
const dotted = pictureOf((i) => (i === 30 ? [0, 252, 0] : i % 2 === 0 ? [248, 0, 0] : [0, 0, 248]));

const rgbOf = ({ data }: Pixels) => data.filter((_, i) => i % 4 !== 3);

test("frames come back, with the time that each is seen", () => {
  const writer = new GifWriter([stripes, dotted]);
  for (const [frame, time] of [
    [stripes, 200],
    [dotted, 100],
    [stripes, 2500],
  ] as const)
    writer.add(frame, time);
  const gif = readGif(writer.finish());
  expect(gif).toMatchObject({ width, height, loops: 0 });
  expect(gif.frames.map(({ delay }) => delay)).toEqual([20, 10, 250]);
  expect(gif.frames.map(({ rgb }) => rgb)).toEqual([stripes, dotted, stripes].map(rgbOf));
});

test("what does not change takes next to no room", () => {
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) % 256;
  const noise = {
    width: 100,
    height: 100,
    data: Uint8Array.from({ length: 40_000 }, (_, i) => (i % 4 === 3 ? 255 : random())),
  };
  const bytesOf = (frames: number) => {
    const writer = new GifWriter([noise]);
    for (let i = 0; i < frames; i++) writer.add(noise, 100);
    return writer.finish().length;
  };
  expect(bytesOf(11) - bytesOf(1)).toBeLessThan(bytesOf(1) / 4);
});

test("more colours than a palette holds become the nearest of it", () => {
  const ramp = {
    width: 64,
    height: 64,
    data: Uint8Array.from(
      { length: 4 * 64 * 64 },
      (_, i) => [(i >> 2) % 256, ((i >> 2) * 3) % 256, 90, 255][i % 4]!,
    ),
  };
  const writer = new GifWriter([ramp]);
  writer.add(ramp, 100);
  const { rgb } = readGif(writer.finish()).frames[0]!;
  const expected = rgbOf(ramp);
  const errors = rgb.map((value, i) => Math.abs(value - expected[i]!));
  expect(errors.reduce((a, b) => a + b, 0) / errors.length).toBeLessThan(8);
});
