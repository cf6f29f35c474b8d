/** A scene as a PDF of lines and of letters that can be searched and copied. Nothing is laid out here. */
import PDFDocument from "pdfkit";
import { printable } from "../../printable.ts";
import { boldFont, fontBytes, regularFont } from "./fonts.ts";
import { pngBytes } from "./png.ts";
import type { Fill, Pixels, Scene, Shape, Stroke, TextShape } from "./scene.ts";

/** So that the same picture gives the same bytes. */
const noDate = new Date(0);
/** Readers smooth what they enlarge: a bin has several pixels, so that its edges stay sharp. */
const pixelsAlongSide = 400;

/**
 * The scene on a page of its size, the same bytes every time.
 * @param scale points that a pixel of the scene takes
 */
export async function pdfBytes(scene: Scene, scale: number): Promise<Uint8Array> {
  const [regular, bold] = await Promise.all([fontBytes(regularFont), fontBytes(boldFont)]);
  const Title = printable(scene.title).replace(/[<>&]/g, " ");
  const page = new PDFDocument({
    ...{ size: [scene.width * scale, scene.height * scale], margin: 0, pdfVersion: "1.4" },
    info: { Title, Creator: "entorhinal", Producer: "entorhinal", CreationDate: noDate },
  });
  const pieces: Uint8Array[] = [];
  page.on("data", (piece: Uint8Array) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => page.on("end", resolve).on("error", reject));
  page.registerFont("regular", regular).registerFont("bold", bold).scale(scale);
  for (const shape of scene.shapes) draw(page, shape);
  page.end();
  await ended;
  return Buffer.concat(pieces);
}

function draw(page: PDFDocument, shape: Shape): void {
  switch (shape.kind) {
    case "lines":
      for (const line of shape.lines) {
        line.forEach(([x, y], i) => {
          if (i === 0) page.moveTo(x, y);
          else page.lineTo(x, y);
        });
      }
      if (shape.lines.some((line) => line.length > 0)) paint(page, shape.fill, shape.stroke);
      return;
    case "rectangle":
      page.rect(shape.x, shape.y, shape.width, shape.height);
      paint(page, shape.fill, shape.stroke);
      return;
    case "ellipse":
      page.ellipse(shape.x, shape.y, shape.radiusX, shape.radiusY);
      paint(page, shape.fill, shape.stroke);
      return;
    case "text":
      drawText(page, shape);
      return;
    case "image": {
      const { x, y, width, height, pixels } = shape;
      page.image(enlarged(pixels), x, y, { width, height });
      return;
    }
    case "group":
      page.save().translate(shape.x, shape.y);
      if (shape.clip) page.rect(0, 0, shape.clip.width, shape.clip.height).clip();
      for (const part of shape.shapes) draw(page, part);
      page.restore();
  }
}

/** What was outlined last. */
function paint(page: PDFDocument, fill: Fill | undefined, stroke: Stroke | undefined): void {
  if (fill) page.fillColor(fill.colour, fill.opacity ?? 1);
  if (!stroke) {
    page.fill();
    return;
  }
  page
    .strokeColor(stroke.colour, stroke.opacity ?? 1)
    .lineWidth(stroke.width)
    .lineJoin("round");
  if (stroke.dashes) page.dash(stroke.dashes);
  if (fill) page.fillAndStroke();
  else page.stroke();
  if (stroke.dashes) page.undash();
}

const rim = { colour: "#ffffff", width: 3 };
const oneLine = { lineBreak: false, baseline: "alphabetic" } as const;

function drawText(
  page: PDFDocument,
  { x, y, text, size, colour, anchor, bold, upwards, ...shape }: TextShape,
) {
  const shown = printable(text);
  page.save().translate(x, y);
  if (upwards) page.rotate(-90);
  page.font(bold ? "bold" : "regular").fontSize(size);
  const share = anchor === "end" ? 1 : anchor === "middle" ? 0.5 : 0;
  const start = share === 0 ? 0 : -share * page.widthOfString(shown);
  if (shape.rim) {
    page.strokeColor(rim.colour, 1).lineWidth(rim.width).lineJoin("round");
    page.text(shown, start, 0, { ...oneLine, fill: false, stroke: true });
  }
  page.fillColor(colour, 1).text(shown, start, 0, oneLine).restore();
}

/** A PNG without alpha, on white, each pixel a square of several. */
function enlarged({ width, height, data }: Pixels): Uint8Array {
  const factor = Math.max(1, Math.ceil(pixelsAlongSide / Math.max(width, height)));
  const [columns, rows] = [width * factor, height * factor];
  const pixels = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = 4 * (Math.floor(row / factor) * width + Math.floor(column / factor));
      const opacity = data[from + 3]! / 255;
      for (let channel = 0; channel < 3; channel++) {
        pixels[3 * (row * columns + column) + channel] = 255 + opacity * (data[from + channel]! - 255);
      }
    }
  }
  return pngBytes({ width: columns, height: rows, data: pixels }, { channels: 3 });
}
