/** `lags`: what units tell of the place where the animal was, is and will be. Sweeps, rules and nulls are src/analyse/lags. */
import { laggedCell } from "../../../draw/lagged-cell.ts";
import { printable } from "../../../printable.ts";
import { namedNetworks } from "../../../session/named-networks.ts";
import { nameOf } from "../../../session/subject.ts";
import { defineCommand, forceFlag } from "../../frame/command.ts";
import { answerTerminal, asciiFlag } from "../../frame/drawing-flags.ts";
import { openOutputFolder } from "../../frame/output-folder.ts";
import { shareProgress } from "../../frame/share-progress.ts";
import { subjectFlags } from "../../frame/subject.ts";
import { analysedNetworks } from "./analysed-networks.ts";
import { cellFlags } from "./cell-flags.ts";
import { ablationFlags, showLagAblation } from "./lag-ablation.ts";
import { showLags } from "./lag-answer.ts";
import { fileNames, foldersOf, writeLags } from "./lag-files.ts";
import { lagFlags, shownRules } from "./lag-flags.ts";
import { lagSummary } from "./lag-summary.ts";
import { pictureNames, writePictures } from "./picture-files.ts";
import { showSeveral } from "./several-networks.ts";

export const command = defineCommand({
  flags: {
    ...lagFlags,
    ...cellFlags,
    ...ablationFlags,
    out: { type: "string", placeholder: "DIR", help: "write arrays, summaries and pictures there" },
    force: { ...forceFlag, help: "overwrite files of --out that exist" },
    raw: { type: "boolean", help: "with --out, also positions and activities: large" },
    ascii: asciiFlag,
    ...subjectFlags,
  },
  positionals: [
    {
      name: "RUN|FILE…",
      help: "runs, checkpoints, folders of runs, patterns such as 'runs/quick-*', .npz files of activity",
      many: true,
    },
  ],
  details:
    "Activity at one moment against the position some steps or cm later: shifts above 0 are predictive. Units go into the classes of published rules, always beside what shuffles and the untrained network give by the same rule.",
  examples: [
    "entorhinal lags quick",
    "entorhinal lags quick --rule fork-strict --shuffles 100 --out lags",
    "entorhinal lags quick --cells 3,17",
    "entorhinal lags 'runs/quick-*' --faithful --json",
  ],
  async run(context) {
    const { flags, positionals, io } = context;
    const rules = shownRules(flags);
    const named = namedNetworks(positionals, io.cwd);
    const names = named.map(({ path }) => nameOf(path));
    const folders = flags.out === undefined ? [] : foldersOf(names, context.path(flags.out));
    for (const [i, folder] of folders.entries()) {
      const name = names[i]!;
      openOutputFolder(
        folder,
        [...fileNames(name, flags.ablate), ...pictureNames(name, flags.lowGridThreshold)],
        flags.force,
      );
    }
    const pace = shareProgress(context);
    const networks = await analysedNetworks(context, named, pace);
    const files: string[][] = [];
    for (const [i, folder] of folders.entries()) {
      const { pictures = new Map() } = networks[i]!;
      files.push([
        ...writeLags(networks[i]!, folder, flags.force),
        ...(await writePictures(folder, pictures, flags.force, pace.breathe)),
      ]);
    }
    const terminal = answerTerminal(context);
    context.answer({ networks: networks.map((one) => lagSummary(one, rules)), out: files }, () =>
      [
        ...networks.flatMap((one) => [
          showLags(one, rules, terminal),
          ...(one.ablation ? [showLagAblation(one.ablation, terminal)] : []),
          ...(flags.cells === undefined ? [] : (one.cells ?? [])).map((cell) =>
            laggedCell(cell, terminal).join("\n"),
          ),
        ]),
        ...(folders.length > 0 ? [folders.map((folder) => `files in ${printable(folder)}`).join("\n")] : []),
        ...(networks.length > 1 ? [showSeveral(networks, rules, terminal)] : []),
      ].join("\n\n"),
    );
  },
});
