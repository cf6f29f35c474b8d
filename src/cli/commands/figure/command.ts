/** `figure`: a picture of one kind for a paper. The kinds are kinds.ts. */
import { mostBins } from "../../../analyse/map-set.ts";
import { COLOUR_MAP_NAMES } from "../../../draw/colour-map.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { printable } from "../../../printable.ts";
import { UserError } from "../../../user-error.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { checkOutput } from "../../frame/output-file.ts";
import {
  mostTimeSteps,
  mostTrajectories,
  namedSubject,
  subjectFlags,
  subjectPositional,
  untrainedTwin,
  withEngine,
} from "../../frame/subject.ts";
import { unitsFlag } from "../../frame/unit-list.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { checkChoices, figureKinds, findFigureKind } from "./kinds.ts";
import { formatOf, type PictureFormat } from "./picture.ts";
import { type PictureFile, pictureFile } from "./picture-file.ts";
import { checkSize, type PictureChoices, pictureFlags } from "./picture-size.ts";
import { figureSource } from "./source.ts";

const kindNames = figureKinds.map(({ name }) => name).join(" ");

const count = (help: string, minimum: number, maximum?: number) =>
  ({ type: "integer", placeholder: "N", help, minimum, ...(maximum && { maximum }) }) as const;

export const command = defineCommand({
  flags: {
    out: { type: "string", placeholder: "FILE.png|.svg|.pdf", help: "where to write" },
    force: forceFlag,
    ...pictureFlags,
    best: count("how many (default: ratemaps 24, panel 6, tuning 4)", 1),
    cell: count("place: which place cell (default: the middle one)", 0),
    unit: count("sac: which unit (default: the best)", 0),
    units: unitsFlag,
    cmap: {
      type: "string",
      placeholder: "NAME",
      help: "colours of maps, default viridis",
      choices: COLOUR_MAP_NAMES,
    },
    scorer: { type: "string", placeholder: "NAME", help: "how to score (default nan-aware)" },
    trajectories: count("to run along or to draw", 1, mostTrajectories),
    steps: count("time steps of each", 1, mostTimeSteps),
    bins: count("bins along each side (default 20)", 3, mostBins),
    ...subjectFlags,
  },
  positionals: [
    {
      ...subjectPositional,
      mend: `then a KIND: ${kindNames}`,
    },
    { name: "KIND", help: kindNames },
  ],
  details: [
    "kinds",
    ...figureKinds.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`),
    "",
    "PNGs are drawn at twice the size of the SVG, with fonts of their own;",
    "with --width-mm at 300 pixels an inch, unless --width says otherwise.",
    "Without --trajectories: 12,000 to observe, 12 drawn by decode and arena.",
  ].join("\n"),
  examples: [
    "entorhinal figure quick ratemaps --out ratemaps.png",
    "entorhinal figure runs/large sac --unit 7 --cmap jet --out unit7.svg",
  ],
  async run(context) {
    const { flags, positionals } = context;
    const kind = findFigureKind(positionals[1]!);
    if (flags.out === undefined) {
      throw new UserError("figure needs --out", "write: --out FILE.png, FILE.svg or FILE.pdf", 2);
    }
    const format = formatOf(flags.out);
    checkChoices(kind, flags);
    checkSize(format, flags);
    const out = context.path(flags.out);
    checkOutput(out, flags.force);
    const subject = namedSubject(context);
    await withEngine(context, async (engine) => {
      const picture = await kind.draw(figureSource(engine, subject, untrainedTwin(context, subject)), {
        ...flags,
        onObserved: ({ rates }) => warnOfUnvisitedBins(context, rates),
        onRemark: context.note,
      });
      const widthMm = flags.widthMm ?? (flags.width === undefined ? kind.widthMm : undefined);
      const choices = { ...flags, widthMm };
      const { content, ...size } = await pictureFile(picture, format, choices);
      writeFileSafely(out, content, { force: flags.force });
      const caption = picture.kind === "scene" ? picture.heading.subtitle : picture.title;
      context.answer({ path: out, kind: kind.name, ...size, caption }, () =>
        showPicture(out, format, size, choices),
      );
    });
  },
});

/** "maps.png  960 x 640", or its size on paper. */
function showPicture(
  out: string,
  format: PictureFormat,
  { width, height, millimetres }: Omit<PictureFile, "content">,
  { widthMm, fontSize }: PictureChoices,
): string {
  const onPaper = format === "pdf" || widthMm !== undefined || fontSize !== undefined;
  const paper = millimetres.map((side) => Number(side.toFixed(1))).join(" x ");
  const sizes = [
    ...(onPaper ? [`${paper} mm`] : []),
    ...(format === "png" || !onPaper ? [`${width} x ${height}`] : []),
  ];
  return `${printable(out)}  ${sizes.join(", ")}`;
}
