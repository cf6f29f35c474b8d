/**
 * Turns captured terminal output (24-bit colour) into an SVG picture:
 *   FORCE_COLOR=1 COLORTERM=truecolor COLUMNS=80 bun run --silent entorhinal ratemaps hexagons --blas wasm | bun docs/terminal-picture.ts > picture.svg
 */
const cellWidth = 9;
const cellHeight = 18;
const margin = 14;
const background = "#14161a";
const plain = "#d6d9de";

const escapeCharacter = "\u001b";
const colourChange = new RegExp(`(${escapeCharacter}\\[[0-9;]*m)`);

interface Cell {
  readonly character: string;
  readonly foreground: string;
  readonly background: string | undefined;
}

const hex = (parts: readonly string[]): string =>
  `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;

/** The cells of one line; only the colours that src/draw writes are understood. */
function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let foreground = plain;
  let behind: string | undefined;
  for (const piece of line.split(colourChange)) {
    const codes = piece.startsWith(escapeCharacter) ? piece.slice(2, -1).split(";") : undefined;
    if (!codes) {
      for (const character of piece) cells.push({ character, foreground, background: behind });
      continue;
    }
    for (let i = 0; i < codes.length; i++) {
      const code = Number(codes[i]);
      if (code === 0) [foreground, behind] = [plain, undefined];
      else if (code === 39) foreground = plain;
      else if (code === 49) behind = undefined;
      else if (code === 38 || code === 48) {
        const colour = hex(codes.slice(i + 2, i + 5));
        if (code === 38) foreground = colour;
        else behind = colour;
        i += 4;
      }
    }
  }
  return cells;
}

const rectangle = (x: number, y: number, height: number, colour: string): string =>
  `<rect x="${x}" y="${y}" width="${cellWidth}" height="${height}" fill="${colour}"/>`;

function drawLine(cells: readonly Cell[], row: number): string {
  const y = margin + row * cellHeight;
  const parts: string[] = [];
  for (const [column, cell] of cells.entries()) {
    const x = margin + column * cellWidth;
    if (cell.background) parts.push(rectangle(x, y, cellHeight, cell.background));
    if (cell.character === "▀") parts.push(rectangle(x, y, cellHeight / 2, cell.foreground));
    if (cell.character === "▄") parts.push(rectangle(x, y + cellHeight / 2, cellHeight / 2, cell.foreground));
  }
  return parts.join("") + drawText(cells, y + cellHeight * 0.75);
}

/** Words of one colour; each keeps the place and width of its cells whatever the font. */
function drawText(cells: readonly Cell[], y: number): string {
  const words: string[] = [];
  for (let start = 0; start < cells.length; start++) {
    const { foreground } = cells[start]!;
    let end = start;
    while (isWord(cells[end]) && cells[end]!.foreground === foreground) end++;
    if (end === start) continue;
    const text = cells.slice(start, end).map(({ character }) => character);
    const escaped = text.join("").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const place = `x="${margin + start * cellWidth}" y="${y}" textLength="${(end - start) * cellWidth}"`;
    words.push(`<text ${place} fill="${foreground}">${escaped}</text>`);
    start = end - 1;
  }
  return words.join("");
}

const isWord = (cell: Cell | undefined): boolean => cell !== undefined && !" ▀▄".includes(cell.character);

const lines = (await Bun.stdin.text()).trimEnd().split("\n").map(cellsOf);
const width = 2 * margin + Math.max(...lines.map(({ length }) => length)) * cellWidth;
const height = 2 * margin + lines.length * cellHeight;
console.log(
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" xml:space="preserve" shape-rendering="crispEdges">`,
    "<title>Terminal output of entorhinal</title>",
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    ...lines.map(drawLine),
    "</svg>",
  ].join("\n"),
);

export {};
