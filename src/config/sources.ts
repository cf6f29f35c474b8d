/** Where settings come from: YAML files, presets and `--set`. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { lookUp } from "../format/look-up.ts";
import { readFileText } from "../format/read-file.ts";
import { parseYaml } from "../format/yaml.ts";
import { programLine } from "../program-words.ts";
import { suggestion } from "../suggest.ts";
import { UserError } from "../user-error.ts";
import type { Layer } from "./resolve.ts";
import { isTree, type Tree, treeOf } from "./tree.ts";
import { upgraded } from "./upgrade.ts";

const presetsDirectory = join(import.meta.dir, "../../presets");

export interface Preset {
  readonly name: string;
  readonly description: string;
  readonly source: string;
  readonly text: string;
  readonly layer: Layer;
}

export const presetNames = (): string[] =>
  readdirSync(presetsDirectory)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort();

/** @throws UserError (exit 2) when there is no such preset, with the nearest name */
export function readPreset(name: string): Preset {
  const names = presetNames();
  if (!names.includes(name)) {
    throw new UserError(
      `there is no preset ${name}`,
      suggestion(name, names, `presets: ${names.join(" ")}`),
      2,
    );
  }
  const text = readFileText(join(presetsDirectory, `${name}.yaml`));
  const { description, source, tree } = parseConfigText(text, `preset ${name}`);
  if (!description || !source) throw new Error(`preset ${name} lacks its description or source`);
  return { name, description, source, text, layer: { origin: `preset ${name}`, tree } };
}

/** A YAML file of settings. @throws UserError when it is missing or not a YAML mapping */
export function readConfigFile(path: string): Layer {
  return { origin: path, tree: upgraded(parseConfigText(configText(path), path).tree) };
}

function configText(path: string): string {
  try {
    if (lookUp(path)) return readFileText(path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, "name a readable YAML file", 2);
  }
  throw new UserError(`there is no configuration file ${path}`, "name an existing YAML file", 2);
}

/** `description` and `source` may stand in any configuration file; they are not settings. */
export function parseConfigText(
  text: string,
  origin: string,
): { description: string; source: string; tree: Tree } {
  const content = parseYaml(text, origin) ?? {};
  if (!isTree(content)) {
    throw new UserError(
      `${origin} holds no settings`,
      `write keys and values, as in: ${programLine(["presets", "quick"])}`,
      2,
    );
  }
  const { description, source, ...tree } = content;
  return { description: String(description ?? ""), source: String(source ?? ""), tree };
}

/** `--set train.steps=100`. @throws UserError (exit 2) when it has no key or no "=" */
export const parseAssignment = (text: string): Layer => assignment("--set", text, "train.batchSize=100");

/** `--world-set speedScale=1.4`, of what is only looked at. @throws UserError as `parseAssignment` */
export function parseWorldAssignment(text: string): Layer {
  const { origin, tree } = assignment("--world-set", text, "speedScale=1.4");
  return { origin, tree: isTree(tree.world) ? tree : { world: tree } };
}

function assignment(flag: string, text: string, example: string): Layer {
  const at = text.indexOf("=");
  const key = text.slice(0, Math.max(at, 0)).trim();
  if (!/^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/.test(key)) {
    throw new UserError(`${flag} ${text} is not key=value`, `write for example: ${flag} ${example}`, 2);
  }
  return { origin: flag, tree: treeOf(key, readScalar(text.slice(at + 1).trim())) };
}

/** null, true, false and numbers are what they look like; everything else is text. */
function readScalar(text: string): unknown {
  if (text === "null") return null;
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return text !== "" && Number.isFinite(number) ? number : text;
}

/** The complete tree as YAML; `readConfigFile` gives it back unchanged. */
export const printConfig = (config: object): string =>
  `${Bun.YAML.stringify(withPlainZeros(config), null, 2).trimEnd()}\n`;

/** Bun writes a zero that came out of arithmetic as +0, and one that was read as 0: the same settings are the same text. */
function withPlainZeros(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withPlainZeros);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPlainZeros(one)]));
}
