/** `figure` on a tiny run: every kind in every format and size. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import { at, cli, names, small } from "../../../support/figure-run.ts";

describe.each(names)("figure %s", (kind) => {
  test("writes a PNG that is what --json says", async () => {
    const { code, stdout, stderr } = await cli("run", kind, ...small(kind), "--out", `${kind}.png`, "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const said = JSON.parse(stdout);
    expect(said).toEqual({
      ...{ path: at(`${kind}.png`), kind, caption: expect.any(String) },
      ...{ width: expect.any(Number), height: expect.any(Number) },
      millimetres: [expect.any(Number), expect.any(Number)],
    });
    const picture = decode(readFileSync(at(`${kind}.png`)));
    expect([picture.width, picture.height]).toEqual([said.width, said.height]);
    const colours = new Set(new Uint32Array(Uint8Array.from(picture.data).buffer));
    expect(colours.size).toBeGreaterThan(20);
  });

  test("writes the same bytes for any number of threads", async () => {
    const out = ["--out", `${kind}-again.png`, "--force", "--workers", "1"];
    expect((await cli("run", kind, ...small(kind), ...out)).code).toBe(0);
    expect(readFileSync(at(`${kind}-again.png`)).equals(readFileSync(at(`${kind}.png`)))).toBe(true);
  });

  test("writes an SVG as wide as wanted", async () => {
    const out = ["--out", `${kind}.SVG`, "--width", "321"];
    const { code, stdout } = await cli("run", kind, ...small(kind), ...out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\.SVG {2}321 x \d+\n$/);
    expect(readFileSync(at(`${kind}.SVG`), "utf8")).toMatch(/^<svg [^>]*width="321"[\s\S]*<\/svg>\n$/);
  });
});

describe.each(names)("figure %s on paper", (kind) => {
  const drawn = async (out: string, ...more: string[]) => {
    const said = await cli("run", kind, ...small(kind), "--out", out, "--json", ...more);
    expect([said.code, said.stderr]).toEqual([0, ""]);
    return { ...JSON.parse(said.stdout), content: readFileSync(at(out)) };
  };
  const wide = ["--width-mm", "120"];

  test("is as wide in all formats, PNGs with 300 pixels an inch", async () => {
    const png = await drawn("paper.png", ...wide, "--force");
    const [svg, pdf] = [
      await drawn("paper.svg", ...wide, "--force"),
      await drawn("paper.pdf", ...wide, "--force"),
    ];
    for (const { millimetres } of [png, svg, pdf]) {
      expect(millimetres[0]).toBeCloseTo(120, 1);
      expect(millimetres[1]).toBeCloseTo(png.millimetres[1], 1);
    }
    const { resolution, width } = decode(png.content);
    expect(resolution!.unit).toBe(1);
    expect((1000 * width) / resolution!.x).toBeCloseTo(120, 0);
    if (kind !== "mosaic-reference") expect(width).toBe(Math.round((120 / 25.4) * 300));
    expect(svg.content.toString()).toMatch(/^<svg [^>]*width="120mm" height="[\d.]+mm"/);
    const [, points] = /\/MediaBox \[0 0 ([\d.]+) /.exec(pdf.content.toString("latin1"))!;
    expect(Number(points)).toBeCloseTo((120 / 25.4) * 72, 1);
  });

  test("as PDF has the same bytes for any number of threads", async () => {
    const again = await drawn("again.pdf", ...wide, "--force", "--workers", "1");
    expect(again.content.equals(readFileSync(at("paper.pdf")))).toBe(true);
  });
});
