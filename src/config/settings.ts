import { z } from "zod";
import { defaultConfig } from "./resolve.ts";
import { configSchema } from "./schema.ts";
import { leaves, type Tree } from "./tree.ts";

export interface Setting {
  /** Dotted, as `--set` takes it. */
  readonly key: string;
  readonly default: unknown;
  /** Unit and meaning, or the names it can have. */
  readonly help: string;
}

/** Every setting of the configuration, in the order of the tree. */
export function listSettings(): Setting[] {
  return leaves(defaultConfig() as unknown as Tree).map(([key, value]) => ({
    key,
    default: value,
    help: helpOf(key.split(".")),
  }));
}

function helpOf(keys: readonly string[]): string {
  let schema: z.core.$ZodType = configSchema;
  for (const key of keys) schema = (unwrapped(schema) as z.ZodObject).shape[key]!;
  const inner = unwrapped(schema);
  const choices = inner instanceof z.ZodEnum ? inner.options.join(" | ") : undefined;
  const description = z.globalRegistry.get(schema)?.description;
  return [choices, description].filter((part) => part !== undefined).join("; ");
}

/** Without its default. */
const unwrapped = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? unwrapped(schema.unwrap()) : schema;
