/** `film`: how rate maps, scores and error came about over a training, as an animated GIF or as PNGs. */
import { extname } from "node:path";
import { COLOUR_MAP_NAMES } from "../../../draw/colour-map.ts";
import type { FilmStill } from "../../../draw/figure/film-scene.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
import { blasFlag, type CommandContext, defineCommand, workersFlag } from "../../frame/command.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { unitsFlag } from "../../frame/unit-list.ts";
import { checkFolder, type FilmLook, type FittingGif, fittingGif, writeFrames } from "./film-file.ts";
import { openFilm } from "./open-film.ts";

/** As many as are seen in a quarter of a minute. */
const usualFrames = 60;
const mostBytes = 4e6;

const flags = {
  out: { type: "string", placeholder: "FILE.gif", help: "where to write the film" },
  frames: { type: "string", placeholder: "DIR", help: "write each frame as a PNG into this folder" },
  force: { type: "boolean", help: "overwrite --out and what is in the folder of --frames" },
  units: unitsFlag,
  best: {
    type: "integer",
    placeholder: "N",
    help: "units to show, the best of the end first",
    default: 12,
    minimum: 1,
    maximum: 36,
  },
  most: {
    type: "integer",
    placeholder: "N",
    help: `frames at most, evenly (default ${usualFrames}, or what fits into 4 MB)`,
    minimum: 2,
    maximum: 2000,
  },
  fps: { type: "integer", placeholder: "N", help: "frames a second", default: 6, minimum: 1, maximum: 50 },
  width: {
    type: "integer",
    placeholder: "PX",
    help: "width in pixels (default 706)",
    minimum: 200,
    maximum: 2000,
  },
  cmap: {
    type: "string",
    placeholder: "NAME",
    help: "colours of the maps",
    choices: COLOUR_MAP_NAMES,
    default: "viridis",
  },
  blas: blasFlag,
  workers: workersFlag,
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [{ name: "RUN", help: "the directory of a run (first for runs/first)" }],
  details:
    "Rate maps of the same units in each frame, the scores of all units beside those of noise, and the error so far. Frames are those that --set train.filmEvery=20 kept during the training, and the checkpoints of the run.",
  examples: [
    "entorhinal film runs/first --out learning.gif",
    "entorhinal film runs/first --units 3,7,10-13 --frames frames",
  ],
  async run(context) {
    const { flags } = context;
    const out = outOf(context);
    const folder = flags.frames === undefined ? undefined : context.path(flags.frames);
    if (folder !== undefined) checkFolder(folder, flags.force);
    const { stills, units } = await openFilm(context, { ...flags, most: flags.most ?? usualFrames });
    const look = { colourMap: flags.cmap, width: flags.width };
    const progress = shareProgress(context);
    const say = (share: number) => progress.progress?.("drawing the frames", share);
    try {
      const size = folder === undefined ? undefined : await writeFrames(folder, stills, look, say);
      const film = out === undefined ? undefined : await gifOf(context, stills, look, say);
      if (film) writeFileSafely(out!, film.gif.bytes, { force: flags.force });
      progress.ended?.();
      const { width, height } = film?.gif ?? size!;
      const steps = (film?.stills ?? stills).map(({ step }) => step);
      const bytes = film?.gif.bytes.length ?? null;
      context.answer({ out: out ?? null, frames: folder ?? null, width, height, bytes, steps, units }, () =>
        [
          ...(film
            ? [`${printable(out!)}  ${width} x ${height}, ${steps.length} frames, ${megabytes(bytes!)}`]
            : []),
          ...(folder === undefined
            ? []
            : [`${printable(folder)}  ${stills.length} frames of ${width} x ${height}`]),
        ].join("\n"),
      );
    } finally {
      progress.ended?.();
    }
  },
});

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** @throws UserError when neither a film nor frames are wanted, or it is no GIF */
function outOf({ flags, path }: Context): string | undefined {
  if (flags.out === undefined) {
    if (flags.frames !== undefined) return undefined;
    throw new UserError("film needs --out or --frames", "write: --out FILE.gif", 2);
  }
  if (extname(flags.out).toLowerCase() !== ".gif") {
    throw new UserError(
      `${flags.out} does not end in .gif`,
      "write: --out FILE.gif; --frames DIR for pictures",
      2,
    );
  }
  const out = path(flags.out);
  checkOutput(out, flags.force);
  return out;
}

function gifOf(
  context: Context,
  stills: readonly FilmStill[],
  look: FilmLook,
  onProgress: (share: number) => void,
): Promise<FittingGif> {
  const { fps, most } = context.flags;
  const limit = most === undefined ? mostBytes : Number.POSITIVE_INFINITY;
  return fittingGif(stills, look, { fps, limit, onProgress }, (bytes) =>
    context.note(`${megabytes(bytes)} are much: every second frame only; --most ${stills.length} takes all`),
  );
}
