/** From the stills of a film to its files, and what a reader is told of them. */
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import type { CommandContext } from "../../frame/command.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { type FilmLook, fittingGif, writeFrames } from "./film-file.ts";

const mostBytes = 4e6;

/** Where it goes, and how it plays. */
export interface FilmTarget {
  /** A GIF file; undefined: none is wanted. */
  readonly out: string | undefined;
  /** For a PNG of each frame; undefined: none are wanted. */
  readonly folder: string | undefined;
  readonly force: boolean;
  readonly fps: number;
  readonly lastMilliseconds?: number | undefined;
  /** Whether all frames are wanted, whatever they take; else the file is kept below 4 MB. */
  readonly mayBeLarge: boolean;
}

export interface WrittenFilm<Still> {
  readonly answer: {
    readonly out: string | null;
    readonly frames: string | null;
    readonly width: number;
    readonly height: number;
    readonly bytes: number | null;
  };
  readonly text: string;
  /** Those of the GIF, which may be fewer; without one all. */
  readonly stills: readonly Still[];
}

type Context = Pick<CommandContext, "quiet" | "io" | "progressTerminal" | "note">;

export async function writeFilm<Still>(
  context: Context,
  stills: readonly Still[],
  look: FilmLook<Still>,
  { out, folder, force, fps, lastMilliseconds, mayBeLarge }: FilmTarget,
): Promise<WrittenFilm<Still>> {
  const progress = shareProgress(context);
  const onProgress = (share: number) => progress.progress?.("drawing the frames", share);
  try {
    const size = folder === undefined ? undefined : await writeFrames(folder, stills, look, onProgress);
    const limit = mayBeLarge ? Number.POSITIVE_INFINITY : mostBytes;
    const options = { fps, lastMilliseconds, limit, onProgress };
    const film =
      out === undefined
        ? undefined
        : await fittingGif(stills, look, options, (bytes) =>
            context.note(
              `${megabytes(bytes)} are much: every second frame only; --most ${stills.length} takes all`,
            ),
          );
    if (film) writeFileSafely(out!, film.gif.bytes, { force });
    const { width, height } = film?.gif ?? size!;
    const bytes = film?.gif.bytes.length ?? null;
    const lines = [
      ...(film
        ? [`${printable(out!)}  ${width} x ${height}, ${film.stills.length} frames, ${megabytes(bytes!)}`]
        : []),
      ...(folder === undefined
        ? []
        : [`${printable(folder)}  ${stills.length} frames of ${size!.width} x ${size!.height}`]),
    ];
    return {
      answer: { out: out ?? null, frames: folder ?? null, width, height, bytes },
      ...{ text: lines.join("\n"), stills: film?.stills ?? stills },
    };
  } finally {
    progress.ended?.();
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
