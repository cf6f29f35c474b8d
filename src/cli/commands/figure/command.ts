/** `figure`: a picture of one kind for a paper. The kinds are kinds.ts. */
import { mostBins } from "../../../analyse/map-set.ts";
import { defaultScorer, findScorer } from "../../../analyse/scorer.ts";
import { COLOUR_MAP_NAMES } from "../../../draw/colour-map.ts";
import { UserError } from "../../../user-error.ts";
import { type CommandContext, defineCommand, forceFlag } from "../../frame/command.ts";
import type { FlagTable } from "../../frame/flags.ts";
import {
  mostTimeSteps,
  mostTrajectories,
  namedSubject,
  observationFlags,
  subjectFlags,
  subjectPositional,
  withEngine,
} from "../../frame/subject.ts";
import { unitsFlag } from "../../frame/unit-list.ts";
import { warnOfUnvisitedBins } from "../../frame/unvisited-bins.ts";
import { comparedConditions } from "../compare/compare-answer.ts";
import { comparedNetworks } from "../compare/compared-networks.ts";
import { checkChoices, type FigureKind, figureKinds, figureOrders, findFigureKind } from "./kinds.ts";
import { type Picture, underConditions } from "./picture.ts";
import { pictureFlags } from "./picture-size.ts";
import { pictureWriter } from "./picture-writer.ts";
import { figureSource } from "./source.ts";

const kindNames = figureKinds.map(({ name }) => name).join(" ");

const count = (help: string, minimum: number, maximum?: number) =>
  ({ type: "integer", placeholder: "N", help, minimum, ...(maximum && { maximum }) }) as const;

const flags = {
  out: { type: "string", placeholder: "FILE.png|.svg|.pdf", help: "where to write" },
  force: forceFlag,
  ...pictureFlags,
  best: count("how many (default: ratemaps 24, headings 10, panel 6, tuning 4)", 1),
  cell: count("place: which place cell (default: the middle one)", 0),
  unit: count("sac: which unit (default: the best)", 0),
  units: unitsFlag,
  cmap: {
    type: "string",
    placeholder: "NAME",
    help: "colours of maps, default viridis",
    choices: COLOUR_MAP_NAMES,
  },
  by: {
    type: "string",
    placeholder: "ORDER",
    help: "sort by s60, s90; headings: smoothness, heading",
    choices: figureOrders,
  },
  reference: { type: "boolean", help: "mosaic, sheet: as published, x downwards, in jet" },
  encoded: { type: "boolean", help: "path: the code itself, without the network" },
  scorer: { type: "string", placeholder: "NAME", help: "how to score (default nan-aware)" },
  null: { type: "string", placeholder: "KIND", help: "nulls: what is held to (default field-shuffle)" },
  shuffles: count("nulls: members of the null (default: 1000, 200 of shifts)", 1),
  trajectories: count("to run along or to draw", 1, mostTrajectories),
  steps: count("time steps of each", 1, mostTimeSteps),
  bins: count(observationFlags.bins.help, 3, mostBins),
  ...subjectFlags,
} as const satisfies FlagTable;
type Context = CommandContext<typeof flags>;

export const command = defineCommand({
  flags,
  positionals: [
    {
      ...subjectPositional,
      name: `${subjectPositional.name}…`,
      many: true,
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
    "Without --trajectories: 12,000 to observe, 12 drawn by decode and arena,",
    "10 by path.",
  ].join("\n"),
  examples: [
    "entorhinal figure quick ratemaps --out ratemaps.png",
    "entorhinal figure runs/large sac --unit 7 --cmap jet --out unit7.svg",
    "entorhinal figure 'runs/quick-*' compare --out seeds.png",
  ],
  async run(context) {
    const { flags, positionals } = context;
    const kind = findFigureKind(positionals.at(-1)!);
    if (flags.out === undefined) {
      throw new UserError("figure needs --out", "write: --out FILE.png, FILE.svg or FILE.pdf", 2);
    }
    checkChoices(kind, flags);
    const write = pictureWriter(context, flags.out, flags);
    const picture = await draw(context, kind, positionals.slice(0, -1));
    const { answer, line } = await write(picture, kind);
    context.answer({ kind: kind.name, ...answer }, () => line);
  },
});

/** @throws UserError when the kind is about another number of networks */
async function draw(context: Context, kind: FigureKind, given: readonly string[]): Promise<Picture> {
  const { flags } = context;
  if (kind.compare) {
    const { bins, scorer = defaultScorer } = flags;
    const networks = await comparedNetworks(context, given, { bins, scorer: findScorer(scorer) });
    for (const { conditions, of } of comparedConditions(networks))
      if (of === undefined) context.under(conditions);
    return kind.compare(networks);
  }
  if (given.length > 1) {
    throw new UserError(`${kind.name} is about one network`, `several are compared by the kind compare`, 2);
  }
  const subject = namedSubject(context);
  return withEngine(context, async (engine) => {
    const source = figureSource(engine, subject, subject.untrained);
    const picture = await kind.draw(source, {
      ...flags,
      onObserved: ({ rates }) => warnOfUnvisitedBins(context, rates, source.analysis.source),
      onRemark: context.note,
    });
    context.under(source.conditions);
    return underConditions(picture, source.conditions);
  });
}
