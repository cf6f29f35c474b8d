/** The configuration of an imported run: what the user says, over what the file says. */

import { headMeansName } from "../../../../code/code-constants.ts";
import { cellsOf } from "../../../../code/open-path-code.ts";
import { isCentresFile, placeSettings } from "../../../../code/place-settings.ts";
import { type Layer, resolveConfig } from "../../../../config/resolve.ts";
import type { Config } from "../../../../config/schema.ts";
import { parseConfigText } from "../../../../config/sources.ts";
import { isTree, merge, treeOf, valueAt } from "../../../../config/tree.ts";
import { upgraded } from "../../../../config/upgrade.ts";
import type { ImportedNetwork } from "../../../../exchange/imported-network.ts";
import type { NetworkFile } from "../../../../exchange/network-file.ts";
import { inputNumbers } from "../../../../networks/velocity-input.ts";
import { settingOfSize } from "../../../../tasks/path-integration/experiment.ts";
import {
  isPathIntegration,
  type PathIntegrationSettings,
} from "../../../../tasks/path-integration/settings.ts";
import { UserError } from "../../../../user-error.ts";
import { anchored, configFlags, namedLayers, sourceLayers } from "../../../frame/config-flags.ts";
import type { FlagValues } from "../../../frame/flags.ts";
import type { Io } from "../../../frame/io.ts";
import { askForMissing, keyOfNetworkFlag, networkFlags } from "./import-questions.ts";

const { preset, config, set, seed } = configFlags;
export const importSettingFlags = { preset, config, set, seed, ...networkFlags } as const;

export interface ImportConfig {
  readonly config: Config & PathIntegrationSettings;
  /** Whether the place cells are those of the file. */
  readonly centresOfFile: boolean;
}

/**
 * Settings of the file < `--preset` < `--config` < `--set` < named flags < answers. Sizes are the file's;
 * so are the place-cell centres, unless a flag or `--set` gives others.
 * @throws UserError (exit 2) for what is missing, wrong, or not as the file has it
 */
export async function importConfig(
  flags: FlagValues<typeof importSettingFlags>,
  file: NetworkFile,
  network: ImportedNetwork,
  name: string,
  io: Pick<Io, "cwd" | "dialogue">,
): Promise<ImportConfig> {
  const named = namedLayers(flags, { ...keyOfNetworkFlag, seed: "seed" });
  const given = [...storedLayers(file, name), ...sourceLayers(flags, io.cwd), ...named];
  const said = codeThatIsSaid(given, network);
  checkHeadCells(given, said, network, name);
  const sizes = sizesBySetting(network, said, name);
  for (const layer of given) checkSizes(layer, sizes, name);
  const isAsked = ({ origin, tree }: Layer) =>
    origin.startsWith("--") && valueAt(tree, ["code", "centres"]) !== undefined;
  const centresOfFile = network.centres !== undefined && !given.some(isAsked);
  const { kind, weights } = network;
  const { input, agents } = toldOf(network, name);
  // As the published network of two agents is decoded.
  const decoded: Layer = {
    origin: name,
    tree: agents === 2 ? { code: { topK: Math.min(6, network.sizes.cells!) } } : {},
  };
  const model = { ...kind.settingsOf?.(Object.keys(weights)), kind: kind.kind, input };
  const found: Layer = {
    origin: name,
    tree: Object.entries(sizes)
      .map(([key, count]) => treeOf(key, count))
      .reduce(merge, { model }),
  };
  const answers = await askForMissing([...given, found], centresOfFile, io.dialogue);
  const config = anchored(resolveConfig([decoded, ...given, ...answers, found]), io.cwd);
  if (isPathIntegration(config)) return { config, centresOfFile };
  throw new UserError(
    `the settings are those of ${config.task}`,
    "import is for networks that integrate paths",
    2,
  );
}

/** The kind of network that the user or the file names. */
export function kindThatIsSaid(
  flags: FlagValues<typeof importSettingFlags>,
  file: NetworkFile,
  name: string,
  cwd: string,
): string | undefined {
  const layers = [...storedLayers(file, name), ...sourceLayers(flags, cwd)];
  const kind = valueAt(layers.map(({ tree }) => tree).reduce(merge, {}), ["model", "kind"]);
  return kind === undefined ? undefined : String(kind);
}

/** What `export` and `train` wrote beside the weights, without the place of the centres: it may be another machine's. */
function storedLayers({ settings }: NetworkFile, name: string): Layer[] {
  if (settings === undefined) return [];
  const tree = upgraded(parseConfigText(settings, `the settings in ${name}`).tree);
  const centres = valueAt(tree, ["code", "centres"]);
  const kept =
    typeof centres === "string" && isCentresFile(centres)
      ? merge(tree, { code: { centres: undefined } })
      : tree;
  return [{ origin: name, tree: kept }];
}

/** Of a code what does not follow from the weights: how many cells are not those of the first ensemble. */
interface SaidCode {
  readonly headCells: number;
  /** Of all ensembles but the first of places. */
  readonly otherCells: number;
}

/** What presets, files and flags say, and else the file by the means of its head directions. */
function codeThatIsSaid(given: readonly Layer[], { constants }: ImportedNetwork): SaidCode {
  const code = valueAt(given.map(({ tree }) => tree).reduce(merge, {}), ["code"]);
  const [found = 0] = constants.get(headMeansName())?.shape ?? [];
  const read = placeSettings.safeParse({ headCells: found, ...(isTree(code) ? code : {}) });
  // What is wrong with it is said when all settings are resolved.
  if (!read.success) return { headCells: found, otherCells: found };
  const { headCells, placeCells } = read.data;
  return { headCells, otherCells: cellsOf(read.data) - placeCells };
}

/** @throws UserError where others are said than the file has preferred headings of */
function checkHeadCells(
  given: readonly Layer[],
  { headCells }: SaidCode,
  { constants }: ImportedNetwork,
  name: string,
): void {
  const found = constants.get(headMeansName())?.shape[0];
  const key = ["code", "headCells"];
  const layer = given.findLast(({ tree }) => valueAt(tree, key) !== undefined);
  if (found === undefined || layer === undefined || headCells === found) return;
  throw new UserError(
    `code.headCells is ${headCells} (${layer.origin}), ${name} has ${found} preferred headings`,
    `--set code.headCells=${found}`,
    2,
  );
}

/** Settings that are sizes, and what the file has. @throws UserError when it has fewer cells than are said, or is told another number of numbers */
function sizesBySetting(
  network: ImportedNetwork,
  { headCells, otherCells }: SaidCode,
  name: string,
): Readonly<Record<string, number>> {
  const { sizes } = network;
  const found = Object.entries(sizes).flatMap(([size, count]): [string, number][] => {
    const key = settingOfSize[size];
    return key === undefined ? [] : [[key, count - (size === "cells" ? otherCells : 0)]];
  });
  if (sizes.cells! <= otherCells) {
    throw new UserError(
      `${name} is asked for ${sizes.cells} cells in all, ${otherCells} of them beside the first ensemble of places`,
      "set code.headCells, code.moreHeads and code.morePlaces to what it has",
      2,
    );
  }
  const { agents } = toldOf(network, name);
  return { ...Object.fromEntries(found), "code.headCells": headCells, "code.agents": agents };
}

/** What a network is told of its motion, by how many numbers that is. @throws UserError for another number */
function toldOf(
  { sizes }: ImportedNetwork,
  name: string,
): { readonly input: string; readonly agents: 1 | 2 } {
  if (sizes.inputs === 2 * inputNumbers.velocity) return { input: "velocity", agents: 2 };
  const found = Object.entries(inputNumbers).find(([, count]) => count === sizes.inputs);
  if (found) return { input: found[0], agents: 1 };
  throw new UserError(
    `${name} is of a network that is told ${sizes.inputs} numbers a step`,
    "import one that is told its velocity (2), that of two agents (4), or its speed with cosine and sine of its turn (3)",
  );
}

/** Presets are for networks of any size; whoever names a size means it. */
function checkSizes({ origin, tree }: Layer, sizes: Readonly<Record<string, number>>, name: string): void {
  if (origin.startsWith("preset ")) return;
  for (const [key, count] of Object.entries(sizes)) {
    const wanted = valueAt(tree, key.split("."));
    if (wanted === undefined || wanted === count) continue;
    throw new UserError(`${key} is ${wanted} (${origin}), ${name} has ${count}`, "leave it out", 2);
  }
}
