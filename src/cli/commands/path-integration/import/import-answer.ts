/** What `import` answers, and what it remarks on the side. */
import { cellsInWords } from "../../../../code/code-words.ts";
import { isCentresFile } from "../../../../code/place-settings.ts";
import type { ImportedNetwork } from "../../../../exchange/imported-network.ts";
import type { NetworkFile } from "../../../../exchange/network-file.ts";
import { printable } from "../../../../printable.ts";
import { programLine } from "../../../../program-words.ts";
import { checkpointPath } from "../../../../run/checkpoint-folder.ts";
import type { ImportSource } from "../../../../run/manifest.ts";
import { pathNetwork } from "../../../../tasks/path-integration/networks.ts";
import { sizeInWords } from "../../../../world/arena.ts";
import { arenaOf } from "../../../../world/open-field.ts";
import type { ImportConfig } from "./import-config.ts";
import type { ImportedRun } from "./imported-run.ts";

/** What the user should know though it is no mistake. */
export function remarks(
  file: NetworkFile,
  network: ImportedNetwork,
  settings: ImportConfig,
  { config, centres }: ImportedRun,
): string[] {
  const notes: string[] = [];
  if (file.key !== undefined) notes.push(`took ${printable(file.key)}`);
  if (network.notTaken.length > 0) notes.push(`left out: ${printable(network.notTaken.join(", "))}`);
  if (network.centres && !settings.centresOfFile) {
    notes.push(`the file's own ${printable(network.centres.name)} were not taken: others were asked for`);
  }
  const types = new Set(Object.values(network.weights).map(({ type }) => type));
  const wide = [...types].filter((type) => /64|f8/.test(type));
  if (wide.length > 0) notes.push("the weights were rounded to float32");
  const { boxWidth, boxHeight } = config.world;
  const isOutside = (x: number, i: number) =>
    2 * Math.abs(x) > boxWidth || 2 * Math.abs(centres.y[i]!) > boxHeight;
  const outside = centres.x.filter(isOutside).length;
  if (outside > 0) {
    notes.push(
      `${outside} of ${centres.x.length} place cells are outside the box of ${boxWidth} x ${boxHeight} m`,
    );
  }
  return notes;
}

export const importAnswer = ({ directory, config }: ImportedRun, source: ImportSource) => ({
  run: directory.path,
  checkpoint: checkpointPath(directory, 0),
  network: config.model.kind,
  units: config.model.units,
  placeCells: config.code.placeCells,
  headCells: config.code.headCells,
  ...source,
  settings: config,
});

export function showImport({ config }: ImportedRun, source: ImportSource, shown: string): string {
  const { world, model, code } = config;
  const named = isCentresFile(code.centres) ? "given" : code.centres;
  const network = pathNetwork(model.kind).describe(model);
  const surround = code.kind === "gaussian" ? "" : `, surround ${code.surround}`;
  return [
    `imported ${[`${model.units} units`, ...cellsInWords(code)].join(" and ")} from ${printable(source.file)} (${printable(source.format)})`,
    `  network      ${network}, ${model.input === "velocity" ? "velocity" : "speed and turn"} in ${model.velocityUnit}, dt ${world.dt} s`,
    `  box          ${sizeInWords(arenaOf(world))}, wall rule ${world.wallRule}`,
    `  place cells  ${code.kind}, width ${code.width} m${surround}, centres ${named}`,
    `  look at it: ${programLine(["evaluate", shown])}`,
  ].join("\n");
}
