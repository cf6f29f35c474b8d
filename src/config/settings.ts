/** What can be set, read off the schema: for help and documents. */
import { z } from "zod";
import { tasks } from "../tasks/tasks.ts";
import { configSchema } from "./schema.ts";
import { leaves, type Tree } from "./tree.ts";

export interface Setting {
  /** Dotted, as `--set` takes it. */
  readonly key: string;
  readonly default: unknown;
  /** The names it can have, where it has one of a few. */
  readonly names?: readonly string[];
  /** Names, unit and meaning. */
  readonly help: string;
  /** The choice that it goes with, as `--set` takes it; undefined: the usual ones. */
  readonly of: string | undefined;
}

/** The tasks and networks there are, each as the smallest tree that chooses it. */
const choices = () =>
  tasks.flatMap((task) => task.networks.map(({ kind }) => ({ task: task.kind, model: { kind } })));

/** Every setting of the usual task and network in the order of the tree, then what other networks and tasks have instead. */
export function listSettings(): Setting[] {
  const [first, ...others] = choices();
  const usual = settingsOf(first!, undefined);
  const known = new Map(usual.map(({ key, help, default: value }) => [key, `${value} ${help}`]));
  return [
    ...usual,
    ...others.flatMap((tree) =>
      settingsOf(tree, `model.kind=${tree.model.kind}`).filter(
        ({ key, help, default: value }) => known.get(key) !== `${value} ${help}`,
      ),
    ),
  ];
}

/** The networks that have a setting, where not all have it, as `--set` takes them. */
export function networksWith(key: string): string[] {
  const all = choices();
  const having = all.filter((tree) => settingsOf(tree, undefined).some((setting) => setting.key === key));
  return having.length === all.length ? [] : having.map(({ model }) => `model.kind=${model.kind}`);
}

/** Whether the task and the network that a tree names have a setting. */
export const hasSetting = (tree: Tree, key: string): boolean =>
  settingsOf(tree, undefined).some((setting) => setting.key === key);

function settingsOf(tree: Tree, of: string | undefined): Setting[] {
  const schema = configSchema(tree);
  return leaves(schema.parse({})).map(([key, value]) => ({
    ...{ key, of },
    default: value,
    ...describe(schema, key.split(".")),
  }));
}

function describe(schema: z.core.$ZodType, keys: readonly string[]): Pick<Setting, "names" | "help"> {
  let leaf = schema;
  for (const key of keys) leaf = (unwrapped(leaf) as z.ZodObject).shape[key]!;
  const bare = unwrapped(leaf);
  const description = z.globalRegistry.get(leaf)?.description ?? "";
  if (!(bare instanceof z.ZodEnum)) return { help: description };
  const names = bare.options.map(String);
  return { names, help: [names.join(" | "), description].filter((part) => part !== "").join("; ") };
}

/** Without its default. */
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? unwrapped(schema.unwrap()) : schema;
