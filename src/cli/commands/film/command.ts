/** `film`: how rate maps, scores and error came about over a training, or how maps change with heading; an animated GIF or PNGs. */
import { extname } from "node:path";
import { COLOUR_MAP_NAMES } from "../../../draw/colour-map.ts";
import { filmScene } from "../../../draw/figure/film-scene.ts";
import { headingFilmScene } from "../../../draw/figure/heading-film-scene.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand } from "../../frame/command.ts";
import { flagName } from "../../frame/flags.ts";
import { checkOutput } from "../../frame/output-file.ts";
import { requestFlags, subjectFlags } from "../../frame/subject.ts";
import { unitsFlag } from "../../frame/unit-list.ts";
import { checkFolder } from "./film-file.ts";
import { filmOrders } from "./heading-stills.ts";
import { openFilm } from "./open-film.ts";
import { openHeadingFilm } from "./open-heading-film.ts";
import { type FilmTarget, writeFilm } from "./write-film.ts";

/** As many as are seen in a quarter of a minute. */
const usualFrames = 60;
/** Sectors of pi / 32: a few samples for each bin of each. */
const usualSectors = 64;
const [usualUnits, usualUnitsByHeading] = [12, 64];
const mostUnitsByTraining = 36;

const flags = {
  out: { type: "string", placeholder: "FILE.gif", help: "where to write the film" },
  frames: { type: "string", placeholder: "DIR", help: "write each frame as a PNG into this folder" },
  force: { type: "boolean", help: "overwrite --out and what is in the folder of --frames" },
  by: {
    type: "string",
    placeholder: "WHAT",
    help: "what the frames go along: training or heading",
    choices: ["training", "heading"],
    default: "training",
  },
  units: unitsFlag,
  best: {
    type: "integer",
    placeholder: "N",
    help: `units to show, the best first (default ${usualUnits}; by heading ${usualUnitsByHeading})`,
    minimum: 1,
    maximum: usualUnitsByHeading,
  },
  sort: {
    type: "string",
    placeholder: "ORDER",
    help: "by heading, the best by: smoothness (default) or s60",
    choices: filmOrders,
  },
  most: {
    type: "integer",
    placeholder: "N",
    help: `frames at most (default ${usualFrames}, or what fits into 4 MB); sectors of heading (default ${usualSectors})`,
    minimum: 2,
    maximum: 2000,
  },
  fps: { type: "integer", placeholder: "N", help: "frames a second", default: 6, minimum: 1, maximum: 50 },
  width: {
    type: "integer",
    placeholder: "PX",
    help: "width in pixels (default 706; by heading 558)",
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
  trajectories: { ...requestFlags.trajectories, help: "by heading: fresh trajectories to run along" },
  ...subjectFlags,
} as const;

type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [{ name: "RUN", help: "the directory of a run (first for runs/first)" }],
  details:
    "Rate maps of the same units in each frame, the scores of all units beside those of noise, and the error so far. Frames are those that --set train.filmEvery=20 kept during the training, and the checkpoints of the run. With --by heading a checkpoint, quick or a recording will do: maps of 8 x 8 units, each frame from the samples of one sector of heading, all on one scale; --most 256 has the published sectors of pi / 128.",
  examples: [
    "entorhinal film runs/first --out learning.gif",
    "entorhinal film runs/first --units 3,7,10-13 --frames frames",
    "entorhinal film quick --by heading --out heading.gif",
  ],
  async run(context) {
    const { flags } = context;
    const target = targetOf(context);
    if (flags.by === "heading") {
      const best = flags.best ?? usualUnitsByHeading;
      const film = await openHeadingFilm(context, {
        ...{ ...flags, best, sort: flags.sort ?? "smoothness" },
        sectors: flags.most ?? usualSectors,
      });
      const sceneOf = (still: (typeof film.stills)[number]) => headingFilmScene(still, flags.cmap);
      const written = await writeFilm(context, film.stills, { sceneOf, width: flags.width }, target);
      const headings = written.stills.map(({ heading }) => (heading * 180) / Math.PI);
      context.answer({ ...written.answer, headingsDegrees: headings, units: film.units }, () => written.text);
      return;
    }
    checkTrainingFlags(context);
    const best = flags.best ?? usualUnits;
    const { stills, units } = await openFilm(context, { ...flags, best, most: flags.most ?? usualFrames });
    const sceneOf = (still: (typeof stills)[number]) => filmScene(still, flags.cmap);
    const written = await writeFilm(context, stills, { sceneOf, width: flags.width }, target);
    const steps = written.stills.map(({ step }) => step);
    context.answer({ ...written.answer, steps, units }, () => written.text);
  },
});

/** How long the last frame of a training is seen, ms; over heading it is followed by the first. */
const lastMilliseconds = 2500;

/** @throws UserError when neither a film nor frames are wanted, it is no GIF, or there is something already */
function targetOf(context: Context): FilmTarget {
  const { flags, path } = context;
  const out = outOf(context);
  const folder = flags.frames === undefined ? undefined : path(flags.frames);
  if (folder !== undefined) checkFolder(folder, flags.force);
  return {
    ...{ out, folder, force: flags.force, fps: flags.fps, mayBeLarge: flags.most !== undefined },
    ...(flags.by === "training" && { lastMilliseconds }),
  };
}

const onlyByHeading = ["sort", "trajectories", "tap", "untrained", "dropout", "worldSet", "seed"] as const;

const isGiven = (value: Context["flags"][(typeof onlyByHeading)[number]]): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;

/** @throws UserError for a choice that only a film over heading has */
function checkTrainingFlags({ flags }: Context): void {
  const { best = 1 } = flags;
  const name = onlyByHeading.find((flag) => isGiven(flags[flag]));
  if (name !== undefined) {
    const word = flagName(name);
    throw new UserError(`a film of a training takes no ${word}`, "add --by heading, or leave it out", 2);
  }
  if (best <= mostUnitsByTraining) return;
  throw new UserError(
    `a film of a training shows ${mostUnitsByTraining} units at most, not ${best}`,
    "give a smaller --best, or --units",
    2,
  );
}

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
