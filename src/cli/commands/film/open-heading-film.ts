/** From a network or a recording to the pictures of its film over heading. */
import type { CommandContext } from "../../frame/command.ts";
import type { FlagValues } from "../../frame/flags.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { namedSubject, type subjectFlags, withSubject } from "../../frame/subject.ts";
import { type HeadingFilm, type HeadingFilmChoice, headingFilm } from "./heading-stills.ts";

type Context = Pick<
  CommandContext,
  "quiet" | "io" | "progressTerminal" | "positionals" | "path" | "under"
> & {
  readonly flags: FlagValues<typeof subjectFlags>;
};

/** @throws UserError when there is nothing of that name, or nothing is known of headings */
export async function openHeadingFilm(context: Context, choice: HeadingFilmChoice): Promise<HeadingFilm> {
  const subject = namedSubject(context);
  const pace = shareProgress(context);
  let film: HeadingFilm | undefined;
  try {
    await withSubject(
      context,
      subject,
      async (analysis) => {
        film = await headingFilm(analysis, subject, choice, pace);
      },
      pace,
    );
  } finally {
    pace.ended?.();
  }
  return film!;
}
