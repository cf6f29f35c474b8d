/** From presets, files, `--set` and flags to one validated configuration. Reads no files itself: see sources.ts. */
import type { z } from "zod";
import { nearest } from "../suggest.ts";
import { UserError } from "../user-error.ts";
import { type Config, configSchema, decidingChoices } from "./schema.ts";
import { networksWith } from "./settings.ts";
import { leaves, merge, type Tree, valueAt } from "./tree.ts";

/** Settings and where the user wrote them: "preset quick", "my.yaml", "--set", "--steps". */
export interface Layer {
  readonly origin: string;
  readonly tree: Tree;
}

/** A group of settings that gives its defaults for `{}`. */
type Schema<Settings> = z.ZodType<Settings> & { readonly shape?: unknown };

/**
 * Merges the layers over the defaults, later ones winning, and validates the result.
 * @throws UserError (exit 2) naming the dotted key, its origin, the offending value and what is allowed
 */
export function resolveConfig(layers: readonly Layer[]): Config {
  const merged = mergedTree(layers);
  for (const { path, names } of decidingChoices(merged)) {
    const value = valueAt(merged, path);
    if (value === undefined || names.includes(textOf(value))) continue;
    throw wrongValue(
      path,
      value,
      names.length === 1 ? names[0]! : `one of ${names.join(", ")}`,
      names,
      layers,
    );
  }
  return resolveTree(configSchema(merged), layers);
}

/** The same for some settings only, such as the world alone. @throws UserError (exit 2) as `resolveConfig` */
export function resolveTree<Settings>(schema: Schema<Settings>, layers: readonly Layer[]): Settings {
  const merged = mergedTree(layers);
  const result = schema.safeParse(merged, { reportInput: true });
  if (result.success) return result.data;
  throw explain(schema, result.error.issues[0]!, merged, layers);
}

/** All settings with their defaults. @param choice the task and the network; default: the usual ones */
export const defaultConfig = (choice?: Pick<Config, "task" | "model">): Config => {
  const tree = choice ? { task: choice.task, model: { kind: choice.model.kind } } : {};
  return configSchema(tree).parse(tree);
};

const mergedTree = (layers: readonly Layer[]): Tree => layers.map(({ tree }) => tree).reduce(merge, {});

function explain<Settings>(
  schema: Schema<Settings>,
  issue: z.core.$ZodIssue,
  merged: Tree,
  layers: readonly Layer[],
): UserError {
  if (issue.code === "unrecognized_keys") {
    return unknownKey(schema, [...issue.path, issue.keys[0]!], layers);
  }
  // A value that nobody wrote is a default that does not fit what was written.
  const value = valueAt(merged, issue.path) ?? issue.input;
  return wrongValue(issue.path, value, issue.message, namesOf(issue), layers);
}

/** The names that would have been right: of an enumeration, or those that a refinement gives as its parameter. */
function namesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  const names: unknown = issue.code === "custom" ? issue.params?.names : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}

/** A single value as it is written; groups and lists, which may be nested without end, are none. */
const textOf = (value: unknown): string => (typeof value === "object" && value !== null ? "" : String(value));

function wrongValue(
  path: readonly PropertyKey[],
  value: unknown,
  allowed: string,
  names: readonly string[],
  layers: readonly Layer[],
): UserError {
  const where = `${path.join(".")}${originOf(path, layers)}`;
  const shown = typeof value === "object" && value !== null ? "not a single value" : `"${value}"`;
  const near = names.length > 1 ? nearest(textOf(value), names) : undefined;
  const meant = near === undefined ? "" : `; did you mean ${near}?`;
  return new UserError(`${where} is ${shown}`, `it must be ${allowed}${meant}`, 2);
}

function unknownKey<Settings>(
  schema: Schema<Settings>,
  path: readonly PropertyKey[],
  layers: readonly Layer[],
): UserError {
  const dotted = path.join(".");
  const known = schema.parse({}) as Tree;
  const all = leaves(known).map(([key]) => key);
  const lastWord = (key: string) => key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  const owners = networksWith(dotted);
  if (owners.length > 0) {
    const chosen = valueAt(known, ["model", "kind"]);
    const mend = mendOfKind(path, String(chosen), layers) ?? allowedIn(path, known, all);
    const whose = `it belongs to ${owners.join(" and ")}; ${mend}`;
    return new UserError(
      `a network of the kind ${chosen} has no setting ${dotted}${originOf(path, layers)}`,
      whose,
      2,
    );
  }
  const near = all.find((key) => lastWord(key) === lastWord(dotted)) ?? nearest(dotted, all);
  const allowed = allowedIn(path, known, all);
  const mend = near === undefined ? allowed : `did you mean ${near}? ${allowed}`;
  return new UserError(`there is no setting ${dotted}${originOf(path, layers)}`, mend, 2);
}

/** What to do about a setting of another kind of network, where that kind came later than it, or from a preset. */
function mendOfKind(
  path: readonly PropertyKey[],
  chosen: string,
  layers: readonly Layer[],
): string | undefined {
  const kind = ["model", "kind"];
  const given = (keys: readonly PropertyKey[]) =>
    layers.findLastIndex(({ tree }) => valueAt(tree, keys) !== undefined);
  if (originOf(path, layers).startsWith(" (preset ")) {
    return `start from a preset of model.kind=${chosen}, or from none`;
  }
  return given(kind) > given(path) ? `leave out model.kind=${chosen}${originOf(kind, layers)}` : undefined;
}

/** The settings there are beside `path`. */
function allowedIn(path: readonly PropertyKey[], known: Tree, all: readonly string[]): string {
  const parent = path.slice(0, -1).join(".");
  const siblings = parent === "" ? Object.keys(known) : childrenOf(all, parent);
  return `allowed${parent === "" ? "" : ` in ${parent}`}: ${siblings.join(" ")}`;
}

const childrenOf = (all: readonly string[], parent: string): string[] =>
  all.filter((key) => key.startsWith(`${parent}.`)).map((key) => key.slice(parent.length + 1));

function originOf(path: readonly PropertyKey[], layers: readonly Layer[]): string {
  const layer = layers.findLast(({ tree }) => valueAt(tree, path) !== undefined);
  return ` (${layer?.origin ?? "its default"})`;
}
