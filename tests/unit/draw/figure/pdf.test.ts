import { describe, expect, setSystemTime, test } from "bun:test";
import { inflateSync } from "node:zlib";
import { pdfBytes } from "../../../../src/draw/figure/pdf.ts";
import type { Scene, Shape } from "../../../../src/draw/figure/scene.ts";

const text = { kind: "text", x: 50, y: 20, size: 12, colour: "#102030" } as const;
const stroke = { colour: "#ff0000", width: 2, dashes: [5, 4], opacity: 0.5 };
const pixels = { width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 255, 0, 0, 0, 0) };
const shapes: Shape[] = [
  { ...text, text: "σ = 60° − 1", anchor: "middle", rim: true },
  { ...text, text: "x (m)", upwards: true, bold: true, anchor: "end" },
  {
    kind: "lines",
    lines: [
      [
        [1, 2],
        [30, 40],
      ],
      [],
    ],
    stroke,
  },
  { kind: "rectangle", x: 1, y: 2, width: 3, height: 4, fill: { colour: "#00ff00" } },
  { kind: "ellipse", x: 5, y: 5, radiusX: 2, radiusY: 1, fill: { colour: "#0000ff" }, stroke },
  {
    kind: "group",
    x: 7,
    y: 8,
    clip: { width: 20, height: 10 },
    shapes: [{ kind: "image", x: 0, y: 0, width: 8, height: 4, pixels }],
  },
];
const scene: Scene = { title: "A <b> & c", width: 200, height: 100, shapes };

/** Contents of its streams, and what is outside of them. */
function partsOf(pdf: Uint8Array): { streams: string[]; outside: string } {
  const whole = Buffer.from(pdf).toString("latin1");
  const streams = [...whole.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, content]) => {
    const bytes = Buffer.from(content!, "latin1");
    return bytes[0] === 0x78 ? inflateSync(bytes).toString("latin1") : content!;
  });
  return { streams, outside: whole.replace(/stream\n[\s\S]*?\nendstream/g, "") };
}

describe("a scene as PDF", async () => {
  const pdf = await pdfBytes(scene, 0.75);
  const { streams, outside } = partsOf(pdf);
  const drawing = streams.find((stream) => stream.includes(" cm"))!;

  test("has a page of its size in points, and the same bytes at any time", async () => {
    expect(outside).toContain("/MediaBox [0 0 150 75]");
    setSystemTime(new Date("2031-05-06"));
    expect(Buffer.from(await pdfBytes(scene, 0.75)).equals(Buffer.from(pdf))).toBe(true);
    setSystemTime();
    expect(outside).toContain("(D:19700101000000Z)");
  });

  test("has lines as lines: dashes, opacity, clips", () => {
    expect(drawing).toContain("1 2 m\n30 40 l");
    expect(drawing).toContain("[5 4] 0 d");
    expect(drawing).toContain("0 0 20 10 re\nW n");
    expect(outside).toMatch(/\/CA 0\.5/);
  });

  test("embeds both fonts with what their letters mean", () => {
    expect(outside.match(/\/FontName \/\w{6}\+DejaVuSans(-Bold)?\b/g)).toHaveLength(2);
    const meanings = streams
      .filter((stream) => stream.includes("begincmap"))
      .join("")
      .toLowerCase();
    // sigma, degree, minus sign, and the m of the bold font
    for (const code of ["<03c3>", "<00b0>", "<2212>", "<006d>"]) expect(meanings).toContain(code);
  });

  test("has pixels without alpha, on white, large enough to keep their edges", () => {
    expect(outside).toContain("/Width 400");
    expect(outside).toContain("/Height 200");
    expect(outside).not.toContain("/SMask");
  });

  test("has a title that is no markup", () => {
    expect(streams.join("")).not.toContain("<b>");
    expect(outside).toContain("(A  b    c)");
  });
});
