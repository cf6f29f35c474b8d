import type { Terminal } from "../../src/draw/terminal.ts";

const base = { unicode: true, interactive: true } as const;

export const truecolour: Terminal = { ...base, columns: 80, colour: "truecolour" };
export const colours256: Terminal = { ...base, columns: 80, colour: "256" };
export const noColour: Terminal = { ...base, columns: 80, colour: "none" };
export const ascii: Terminal = { columns: 80, colour: "none", unicode: false, interactive: false };

/** Three widths by three colour depths, and plain ASCII. */
export const everyTerminal: readonly Terminal[] = [60, 80, 120].flatMap((columns) =>
  [truecolour, colours256, noColour, ascii].map((terminal) => ({ ...terminal, columns })),
);

export const nameOf = ({ columns, colour, unicode }: Terminal): string =>
  `${columns} columns, ${colour === "none" ? "no" : colour} colours, ${unicode ? "Unicode" : "ASCII"}`;
