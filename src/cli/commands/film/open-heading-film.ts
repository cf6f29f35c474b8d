/** From a network or a recording to the pictures of its film over heading. */
import { readSubject } from "../../../session/subject.ts";
import type { CommandContext } from "../../frame/command.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { withSubject } from "../../frame/subject.ts";
import { type HeadingFilm, type HeadingFilmChoice, headingFilm } from "./heading-stills.ts";

interface Choice extends Omit<HeadingFilmChoice, "sort"> {
  readonly sort: HeadingFilmChoice["sort"] | undefined;
  readonly tap: string | undefined;
  readonly untrained: boolean;
  readonly workers: number | undefined;
  readonly blas: "auto" | "native" | "wasm";
}

/** @throws UserError when there is nothing of that name, or nothing is known of headings */
export async function openHeadingFilm(
  context: Pick<CommandContext, "quiet" | "io" | "progressTerminal" | "positionals" | "path" | "under">,
  { tap, untrained, workers, blas, sort = "smoothness", ...choice }: Choice,
): Promise<HeadingFilm> {
  const given = context.positionals[0]!;
  const subject = readSubject(context.path(given), given, { tap, untrained });
  const pace = shareProgress(context);
  let film: HeadingFilm | undefined;
  const flags = { tap, untrained, worldSet: [], workers, blas };
  try {
    await withSubject(
      { flags, under: context.under },
      subject,
      async (analysis) => {
        film = await headingFilm(analysis, subject, { ...choice, sort }, pace);
      },
      pace,
    );
  } finally {
    pace.ended?.();
  }
  return film!;
}
