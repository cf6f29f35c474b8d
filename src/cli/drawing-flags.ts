import { COLOUR_MAP_NAMES, type ColourMapName } from "../draw/colour-map.ts";
import { plainAscii, type Terminal } from "../draw/terminal.ts";
import type { CommandContext } from "./command.ts";
import type { FlagTable } from "./flags.ts";

/** Of commands that print tables and curves. */
export const asciiFlag = {
  type: "boolean",
  help: "printable ASCII only: no Unicode, no colours",
} as const;

/** Of commands that draw heat maps. */
export const drawingFlags = {
  ascii: asciiFlag,
  cmap: {
    type: "string",
    placeholder: "NAME",
    help: "colours of heat maps",
    default: "viridis",
    choices: COLOUR_MAP_NAMES,
  },
} as const satisfies FlagTable;

/** What a drawing is drawn for, and in which colours. */
export interface Drawing {
  readonly terminal: Terminal;
  readonly colourMap?: ColourMapName | undefined;
}

type Asked = Pick<CommandContext, "terminal"> & { readonly flags: { readonly ascii: boolean } };

/** The terminal of the answer, as the user wants it. */
export const answerTerminal = ({ terminal, flags }: Asked): Terminal =>
  flags.ascii ? plainAscii(terminal) : terminal;

/** The terminal and the colours of the answer, as the user wants them. */
export function drawingOf(context: Asked & { readonly flags: { readonly cmap: ColourMapName } }): Drawing {
  return { terminal: answerTerminal(context), colourMap: context.flags.cmap };
}
