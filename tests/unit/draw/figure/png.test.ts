import { expect, test } from "bun:test";
import { decode } from "fast-png";
import { pngBytes, withResolution } from "../../../../src/draw/figure/png.ts";

test("a PNG with its size on paper says it, and is the same picture", () => {
  const plain = pngBytes({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255) });
  // 300 pixels an inch.
  const sized = decode(withResolution(plain, 300 / 0.0254), { checkCrc: true });
  expect(sized.resolution).toEqual({ x: 11811, y: 11811, unit: 1 });
  expect(sized.data).toEqual(decode(plain).data);
});
