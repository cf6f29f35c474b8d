import type { FlagTable } from "../../frame/flags.ts";

/** A way is computed as a whole before it is shown. */
const longestSeconds = 3600;

/** Of `walk` on the command line and in the shell. */
export const walkFlags = {
  seconds: {
    type: "number",
    placeholder: "S",
    help: "of the rat's life, before the next one",
    default: 10,
    minimum: 0.1,
    maximum: longestSeconds,
  },
} as const satisfies FlagTable;
