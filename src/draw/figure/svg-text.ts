/** A scene as SVG. Nothing is laid out here: all places are in the scene. */
import { printable } from "../../printable.ts";
import { pngDataUri } from "./png.ts";
import type { Fill, Point, Scene, Shape, Stroke, TextShape } from "./scene.ts";
import { fontFamily } from "./theme.ts";

export interface SvgOptions {
  /** Width shown; default that of the scene. */
  readonly width?: number | undefined;
  /** Of the width; default CSS pixels. */
  readonly unit?: "mm" | undefined;
}

/**
 * The scene as a complete SVG document, the same text every time. It has no ids, so that several fit into one page.
 */
export function svgText(scene: Scene, { width = scene.width, unit }: SvgOptions = {}): string {
  const height = (width * scene.height) / scene.width;
  const shown = unit ? `${number(height)}${unit}` : number(Math.round(height));
  const size = `width="${number(width)}${unit ?? ""}" height="${shown}"`;
  const box = `viewBox="0 0 ${number(scene.width)} ${number(scene.height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${box} role="img" font-family="${fontFamily}">`,
    `<title>${escaped(scene.title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...scene.shapes.map(element),
    "</svg>",
    "",
  ].join("\n");
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case "lines":
      return `<path d="${shape.lines.map(pathOf).join("")}"${painted(shape.fill, shape.stroke)}/>`;
    case "rectangle":
      return `<rect ${placeOf(shape)}${painted(shape.fill, shape.stroke)}/>`;
    case "ellipse": {
      const radii = `rx="${number(shape.radiusX)}" ry="${number(shape.radiusY)}"`;
      return `<ellipse cx="${number(shape.x)}" cy="${number(shape.y)}" ${radii}${painted(shape.fill, shape.stroke)}/>`;
    }
    case "text":
      return textElement(shape);
    case "image": {
      const stretched = `preserveAspectRatio="none" image-rendering="optimizeSpeed" style="image-rendering:pixelated"`;
      return `<image ${placeOf(shape)} ${stretched} href="${pngDataUri(shape.pixels)}"/>`;
    }
    case "group": {
      const inside = shape.shapes.map(element).join("\n");
      if (shape.clip)
        return `<svg ${placeOf({ ...shape, ...shape.clip })} overflow="hidden">\n${inside}\n</svg>`;
      return `<g transform="translate(${number(shape.x)} ${number(shape.y)})">\n${inside}\n</g>`;
    }
  }
}

function textElement({ x, y, text, size, colour, anchor, bold, upwards, rim }: TextShape): string {
  const attributes = [
    `x="${number(x)}" y="${number(y)}" font-size="${number(size)}" fill="${colour}"`,
    anchor && anchor !== "start" ? `text-anchor="${anchor}"` : "",
    bold ? `font-weight="bold"` : "",
    upwards ? `transform="rotate(-90 ${number(x)} ${number(y)})"` : "",
    rim ? `stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : "",
  ];
  return `<text ${attributes.filter(Boolean).join(" ")}>${escaped(text)}</text>`;
}

const placeOf = (place: { x: number; y: number; width: number; height: number }): string =>
  `x="${number(place.x)}" y="${number(place.y)}" width="${number(place.width)}" height="${number(place.height)}"`;

const pathOf = (points: readonly Point[]): string =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${number(x)} ${number(y)}`).join("");

function painted(fill: Fill | undefined, stroke: Stroke | undefined): string {
  const parts = [fill ? `fill="${fill.colour}"` : `fill="none"`];
  if (fill?.opacity !== undefined) parts.push(`fill-opacity="${number(fill.opacity)}"`);
  if (stroke) {
    parts.push(`stroke="${stroke.colour}" stroke-width="${number(stroke.width)}" stroke-linejoin="round"`);
    if (stroke.dashes) parts.push(`stroke-dasharray="${stroke.dashes.map(number).join(" ")}"`);
    if (stroke.opacity !== undefined) parts.push(`stroke-opacity="${number(stroke.opacity)}"`);
  }
  return ` ${parts.join(" ")}`;
}

/** To the hundredth of a pixel. @throws RangeError when it is not finite: a picture has no place for it */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a picture cannot have the coordinate ${value}`);
  return String(Math.round(value * 100) / 100 + 0);
}

/** Of printable text, so that no character is in it that XML has not. */
const escaped = (text: string): string =>
  printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
