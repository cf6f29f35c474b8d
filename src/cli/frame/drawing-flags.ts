/** Flags about drawing, and what they make of the terminal. */
import { COLOUR_MAP_NAMES, type ColourMapName } from "../../draw/colour-map.ts";
import { plainAscii, type Terminal } from "../../draw/terminal.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "./command.ts";
import type { FlagTable } from "./flags.ts";
import { type ImageChoice, imageChoices, imagesFor } from "./images.ts";

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
  images: {
    type: "string",
    placeholder: "HOW",
    help: "heat maps as images; auto asks the terminal",
    choices: imageChoices,
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

type AskedOfMaps = Pick<CommandContext, "terminal" | "io" | "json"> & {
  readonly flags: Asked["flags"] & {
    readonly cmap: ColourMapName;
    readonly images: ImageChoice | undefined;
  };
};

/**
 * The terminal and the colours of the answer, as the user wants them. May ask the terminal: call it before the work.
 * @throws UserError (exit 2) when the wishes contradict each other
 */
export async function drawingOf(context: AskedOfMaps): Promise<Drawing> {
  const { flags, io, json } = context;
  const terminal = answerTerminal(context);
  if (flags.ascii && (flags.images === "kitty" || flags.images === "sixel")) {
    throw new UserError(`--ascii has no images, --images ${flags.images} is one`, "leave out one of them", 2);
  }
  const images = json || flags.ascii ? undefined : await imagesFor({ io, terminal }, flags.images);
  return { terminal: { ...terminal, images }, colourMap: flags.cmap };
}
