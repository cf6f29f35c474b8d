/** YAML as settings are written in it: one small document of groups, lists and plain values. */
import { parseDocument, type YAMLError } from "yaml";
import { programLine } from "../program-words.ts";
import { UserError } from "../user-error.ts";

/** All settings with a page of remarks are a tenth of it. Keys are compared pair by pair. */
const mostCharacters = 1 << 16;
const mend = (): string => `see: ${programLine(["presets", "quick"])}`;

/**
 * Groups are objects, `null` is the empty document. Tags and aliases are refused: no setting needs them, and a few lines
 * of aliases stand for any amount of text.
 * @param name what to call it in errors
 * @throws UserError (exit 2) with the line, also for a key that stands twice in a group
 */
export function parseYaml(text: string, name: string): unknown {
  if (text.length > mostCharacters) {
    throw new UserError(`${name} is longer than ${mostCharacters >> 10} KiB`, mend(), 2);
  }
  const document = parseDocument(text, { stringKeys: true, resolveKnownTags: false, logLevel: "error" });
  const [first] = [...document.errors, ...document.warnings];
  if (first) throw refusal(first, text, name);
  try {
    return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch (error) {
    // ReferenceError: of aliases. RangeError: a document nested too deeply for the stack.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    const what = error instanceof RangeError ? "is nested too deeply" : "has an alias (*name)";
    throw new UserError(`${name} ${what}`, "write plain values", 2);
  }
}

function refusal({ code, message, pos, linePos }: YAMLError, text: string, name: string): UserError {
  const line = linePos?.[0].line ?? 1;
  if (code === "DUPLICATE_KEY") {
    const key = text
      .slice(pos[0], pos[0] + 80)
      .split(/[:,}\n]/, 1)[0]!
      .trim();
    return new UserError(`${name}: line ${line} has the key ${key} a second time`, "keep one of them", 2);
  }
  const [cause] = message.split(/ at line \d+, column|\n/, 1);
  return new UserError(`${name} is not YAML: line ${line}: ${cause}`, mend(), 2);
}
