import { z } from "zod";
import { defaultConfig } from "./resolve.ts";
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
}

/** Every setting of the configuration, in the order of the tree. */
export function listSettings(): Setting[] {
  return leaves(defaultConfig() as unknown as Tree).map(([key, value]) => ({
    key,
    default: value,
    ...describe(key.split(".")),
  }));
}

function describe(keys: readonly string[]): Pick<Setting, "names" | "help"> {
  let schema: z.core.$ZodType = configSchema;
  for (const key of keys) schema = (unwrapped(schema) as z.ZodObject).shape[key]!;
  const inner = unwrapped(schema);
  const description = z.globalRegistry.get(schema)?.description ?? "";
  if (!(inner instanceof z.ZodEnum)) return { help: description };
  const names = inner.options.map(String);
  return { names, help: [names.join(" | "), description].filter((part) => part !== "").join("; ") };
}

/** Without its default. */
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? unwrapped(schema.unwrap()) : schema;
