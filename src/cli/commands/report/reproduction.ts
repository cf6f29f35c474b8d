/** How to make the network and its report again, as exactly as its files say. */
import packageJson from "../../../../package.json" with { type: "json" };
import type { Config } from "../../../config/schema.ts";
import { commandLine, flagWords, pathWord } from "../../../copied-command.ts";
import type { Reproduction, ReproductionStep } from "../../../draw/report/report.ts";
import { packageWords } from "../../../program-words.ts";
import {
  type BeginningNetwork,
  type ImportSource,
  type Manifest,
  productsIn,
} from "../../../run/manifest.ts";
import { rescheduledAt } from "../../../session/earlier-settings.ts";
import { nullWords } from "../../frame/null-flags.ts";
import { choiceFlags } from "../../frame/subject.ts";
import type { ComparedConfig } from "./configuration.ts";
import { type ReportMaking, reproductionFacts } from "./making.ts";
import type { Origin } from "./origin.ts";

/** Where the second run goes. */
const again = "runs/again";

/** Commands from an empty directory of entorhinal to the same report, and what may come out differently. */
export function reproduction(
  origin: Origin,
  config: Config | undefined,
  compared: ComparedConfig | undefined,
  making: ReportMaking,
): Reproduction {
  const { manifest } = origin;
  return {
    steps: [
      install(manifest, making.gitCommit),
      ...(config && compared ? makingAgain(manifest, config, compared, making) : []),
      {
        what: "Report on it, with the same trajectories, scorer and null",
        commands: [
          ...otherVersion(manifest, making.gitCommit),
          reportCommand(config ? again : origin.file.file, making),
        ],
      },
    ],
    remarks: config ? remarks(origin, config, making) : madeWith(making),
    facts: reproductionFacts(origin, config, making),
  };
}

const makingAgain = (
  manifest: Manifest | undefined,
  config: Config,
  compared: ComparedConfig,
  making: ReportMaking,
): ReproductionStep[] => {
  if (manifest?.imported) return importing(manifest.imported, manifest.sessions.length > 0);
  if (manifest?.begunFrom) return [beginning(manifest, manifest.begunFrom, config)];
  return [training(manifest, config, compared, making)];
};

const installation = "bun install --frozen-lockfile && bun run build";
const checkout = (commit: string): string => `git checkout ${commit.replace(/-dirty$/, "")}`;

function install(manifest: Manifest | undefined, ofReport: string | null): ReproductionStep {
  const commit = manifest?.gitCommit ?? ofReport;
  const version = manifest
    ? `entorhinal ${manifest.entorhinal}, which it was made with`
    : "the version of this report";
  return {
    what: `In the directory of entorhinal, take ${version} (without Bun, npx --yes bun@${Bun.version} stands for bun)`,
    commands: [...(commit === null ? [] : [checkout(commit)]), installation],
  };
}

/** The report may be younger than the network. */
const otherVersion = (manifest: Manifest | undefined, ofReport: string | null): string[] =>
  ofReport !== null && manifest?.gitCommit && manifest.gitCommit !== ofReport
    ? [checkout(ofReport), installation]
    : [];

function training(
  manifest: Manifest | undefined,
  config: Config,
  compared: ComparedConfig,
  making: ReportMaking,
): ReproductionStep {
  const byPreset = !manifest || samePresets(manifest, making);
  const words = [
    ...(byPreset ? presetWords(compared) : ["--config", "config.yaml"]),
    ...chosenByItself(manifest, config),
    ...["--run", again],
  ];
  return {
    what: byPreset ? "Train the network" : "Save all settings above as config.yaml, and train the network",
    commands: [commandLine([...packageWords("train"), ...words])],
  };
}

function beginning(manifest: Manifest, from: BeginningNetwork, config: Config): ReproductionStep {
  const words = ["--from", pathWord(from.file), "--config", "config.yaml"];
  const more = [...chosenByItself(manifest, config), "--run", again];
  return {
    what: `Take ${from.file} (SHA-256 ${from.sha256}), save all settings above as config.yaml, and train with its weights`,
    commands: [commandLine([...packageWords("train"), ...words, ...more])],
  };
}

/** Presets change: differences from those of today say nothing to another version. */
const samePresets = ({ gitCommit, entorhinal }: Manifest, making: ReportMaking): boolean =>
  gitCommit === making.gitCommit && !gitCommit?.endsWith("-dirty") && entorhinal === packageJson.version;

const presetWords = ({ preset, changes }: ComparedConfig): string[] => [
  ...(preset === undefined ? [] : flagWords("--preset", preset)),
  ...changes.flatMap(({ key, after }) => flagWords("--set", `${key}=${after}`)),
];

/**
 * What `auto` was, so that another machine does not choose otherwise. A file alone does not say: with the WASM kernels every machine
 * gives the same bits, as it did for `quick`.
 */
function chosenByItself(manifest: Manifest | undefined, config: Config): string[] {
  if (!manifest) return ["--blas", "wasm"];
  const blas = manifest.blas ? "native" : "wasm";
  return [
    ...(config.device === "auto" ? flagWords("--device", manifest.device) : []),
    ...(config.blas === "auto" && manifest.device === "hybrid" ? ["--blas", blas] : []),
  ];
}

function importing({ file, key, notTaken, sha256 }: ImportSource, trained: boolean): ReproductionStep[] {
  const words = [
    ...[pathWord(file), "--out", again, "--config", "config.yaml"],
    ...(key === null ? [] : flagWords("--key", key)),
    ...notTaken.flatMap((name) => flagWords("--ignore", name)),
  ];
  const what = `Take ${file} (SHA-256 ${sha256}), save all settings above as config.yaml, and import it`;
  const goOn = commandLine([...packageWords("train"), "--resume", again]);
  return [
    { what, commands: [commandLine([...packageWords("import"), ...words])] },
    ...(trained ? [{ what: "Train it further", commands: [goOn] }] : []),
  ];
}

function reportCommand(on: string, { scorer, look, choice, parts, blas }: ReportMaking): string {
  const { bins } = look;
  const { trajectories, steps, seed } = look.request;
  const numbers = { bins, trajectories, steps, seed };
  return commandLine([
    ...[...packageWords("report"), pathWord(on), "--out", "again.html", "--scorer", scorer],
    ...Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ...nullWords(look.null),
    ...choiceFlags(choice),
    ...(parts.length === 0 ? [] : ["--with", parts.join(",")]),
    ...["--blas", blas === null ? "wasm" : "native"],
  ]);
}

function remarks({ manifest, file }: Origin, config: Config, making: ReportMaking): string[] {
  const said: string[] = [];
  const sessions = manifest?.sessions ?? [];
  if (manifest && sessions.length > 0) said.push(trainingBits(sessions));
  if (!manifest)
    said.push(
      "The checkpoint lies outside of a run: version, machine and preset of the training are not known.",
    );
  if (manifest?.gitCommit?.endsWith("-dirty"))
    said.push("Files of entorhinal had been changed after that commit.");
  if (!manifest?.imported && !making.choice.untrained && file.step !== config.train.steps) {
    said.push(
      `The checkpoint is of step ${file.step} of ${config.train.steps}; the commands train to the end. Report on the checkpoint of that step.`,
    );
  }
  const rescheduled = manifest && rescheduledAt(manifest, config);
  if (rescheduled !== undefined) {
    said.push(
      `The schedule of the learning rate was changed at step ${rescheduled}: the commands train with the later one from the start. manifest.json says what was before.`,
    );
  }
  return [...said, ...madeWith(making)];
}

const madeWith = ({ blas }: ReportMaking): string[] =>
  blas === null
    ? []
    : ["This report was made with a native BLAS: last digits of its numbers may differ elsewhere."];

function trainingBits(sessions: Manifest["sessions"]): string {
  const own = sessions.every(({ blas, device }) => blas === null && device === "hybrid");
  if (own)
    return "Trained with own kernels throughout: the same version gives the same weights to the last bit.";
  const mixed = productsIn(sessions).length > 1 ? ", by more than one means in turn" : "";
  return `Trained with a native BLAS or TensorFlow.js${mixed} (see products below): elsewhere sums are rounded in another order, and in a long training that makes another network.`;
}
