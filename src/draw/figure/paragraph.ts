/** Plain text in a picture, as wide as there is room. */
import type { Panel } from "./scene.ts";
import { wrapText } from "./text.ts";
import { ink, textSize } from "./theme.ts";

const lineHeight = 15;

/** No height without text. */
export function paragraph(text: string, width: number): Panel {
  const lines = text === "" ? [] : wrapText(text, textSize.small, width);
  return {
    ...{ width, height: lineHeight * lines.length },
    shapes: lines.map((line, i) => ({
      ...{ kind: "text", x: 0, y: 11 + lineHeight * i, text: line },
      ...{ size: textSize.small, colour: ink.plain },
    })),
  };
}
