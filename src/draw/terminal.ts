/** What a terminal can show, as far as its environment tells. Nothing is asked of it here: see image-query.ts. */

/** How many colours the output shows: 24-bit, the 256 of xterm, or none. */
export type ColourDepth = "truecolour" | "256" | "none";

/** How a terminal takes pictures, and the size of its characters in pixels. */
export interface ImageSupport {
  readonly protocol: "kitty" | "sixel";
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** What the place we draw for can show. */
export interface Terminal {
  /** Width in characters; no drawn line is wider. Of a window that is made narrower, another one each time it is read. */
  readonly columns: number;
  colour: ColourDepth;
  /** Block and line characters may be used; otherwise ASCII only. */
  unicode: boolean;
  /** A person is watching: lines may be redrawn in place. */
  interactive: boolean;
  /** How heat maps are sent as images; not at all when undefined. */
  images?: ImageSupport | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The part of a stream of output that matters here. */
export interface OutputStream {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

const DEFAULT_COLUMNS = 80;

/**
 * Reads off the environment what the stream can show.
 *
 * - Colour: a non-empty `NO_COLOR` forbids it (https://no-color.org) and wins over `FORCE_COLOR`, which demands it
 *   (`0` and `false` forbid, `3` means 24 bits) also where there is no terminal. Otherwise only a terminal gets colours.
 * - Width: `COLUMNS`, then the stream, then 80, each time it is read.
 * - Unicode: the first non-empty one of `LC_ALL`, `LC_CTYPE`, `LANG` names UTF-8, or all are empty.
 * - Interactive: a terminal that is not `dumb` and not in `CI`.
 */
export function detectTerminal(env: Environment, stream: OutputStream): Terminal {
  const isTerminal = stream.isTTY === true && env.TERM !== "dumb";
  return {
    get columns() {
      return positiveInteger(env.COLUMNS) ?? positiveInteger(stream.columns) ?? DEFAULT_COLUMNS;
    },
    colour: colourDepth(env, isTerminal),
    unicode: speaksUnicode(env),
    interactive: isTerminal && !isSet(env.CI),
  };
}

/** The same place, drawn for without colours and Unicode, in lines that can be mailed or logged. */
export const plainAscii = (terminal: Terminal): Terminal => ({
  ...terminal,
  colour: "none",
  unicode: false,
  interactive: false,
  images: undefined,
});

function colourDepth(env: Environment, isTerminal: boolean): ColourDepth {
  if (env.NO_COLOR) return "none";
  const force = env.FORCE_COLOR?.toLowerCase();
  if (force === "0" || force === "false") return "none";
  if (force === "3") return "truecolour";
  if (force === "2") return "256";
  if (force !== undefined) return claimedDepth(env) === "truecolour" ? "truecolour" : "256";
  return isTerminal ? claimedDepth(env) : "none";
}

/** What `COLORTERM` and `TERM` say, whether or not anybody is watching. */
function claimedDepth(env: Environment): ColourDepth {
  const term = env.TERM ?? "";
  if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? "") || /-direct/.test(term)) return "truecolour";
  if (term === "" && env.OS === "Windows_NT") return "truecolour";
  return /-256color|^(xterm|screen|tmux|rxvt|linux)/.test(term) ? "256" : "none";
}

function speaksUnicode(env: Environment): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || "";
  return locale === "" || /utf-?8/i.test(locale);
}

const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "0" && value !== "false";

function positiveInteger(value: string | number | undefined): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
