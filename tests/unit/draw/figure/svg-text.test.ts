import { expect, test } from "bun:test";
import { svgText } from "../../../../src/draw/figure/svg-text.ts";

test("no text has a character that XML has not, or that turns it round", () => {
  const text = `a\x00\x1b[2J\x0b\ufffe\ud800\u202e\n<&>"'é中😀`;
  const svg = svgText({
    title: text,
    width: 10,
    height: 10,
    shapes: [{ kind: "text", x: 1, y: 1, text, size: 10, colour: "#000000" }],
  });
  expect(svg.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
  const shown = `a\\x00\\x1b[2J\\x0b\\ufffe\\ud800\\u202e\\n&lt;&amp;&gt;"'é中😀`;
  expect(svg).toContain(`<title>${shown}</title>`);
  expect(svg).toContain(`>${shown}</text>`);
});
