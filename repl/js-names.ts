/** What the Tab key offers in an expression of `js`. Nothing that was typed is run for it. */
import { arrayStatistics } from "./array-statistics.ts";
import { runNames, scopeOf } from "./scope.ts";
import type { Shell } from "./shell.ts";

const identifier = /^[A-Za-z_$][\w$]*$/;
/** Names with dots between them, up to the cursor; not behind a bracket or a number. */
const path = /(?:^|[^\w$.)\]])((?:[A-Za-z_$][\w$]*\.)*)([A-Za-z_$][\w$]*)?$/;

/** The names that may go on from the end of `text`, and what is typed of them so far. */
export async function completeExpression(
  text: string,
  shell: Shell,
): Promise<{ candidates: string[]; word: string }> {
  const [, before, word = ""] = (isInString(text) ? null : path.exec(text)) ?? [];
  if (before === undefined) return { candidates: [], word: "" };
  const names =
    before === "" ? topNames(shell, word) : await propertiesAt(before.split(".").slice(0, -1), shell);
  return { candidates: [...new Set(names)].filter((name) => name.startsWith(word)).sort(), word };
}

function topNames(shell: Shell, word: string): string[] {
  const ours = [...Object.keys(runNames), ...Object.keys(arrayStatistics), ...Object.keys(scopeOf(shell))];
  // There are hundreds of them: only for who has begun one.
  const globals =
    word === "" ? [] : Object.getOwnPropertyNames(globalThis).filter((name) => identifier.test(name));
  return [...ours, ...globals];
}

async function propertiesAt([root, ...keys]: readonly string[], shell: Shell): Promise<string[]> {
  let value = await rootValue(root!, shell);
  for (const key of keys) value = ownValue(value, key);
  if (value === null || value === undefined) return [];
  const names: string[] = [];
  for (
    let part: unknown = Object(value);
    part && part !== Object.prototype;
    part = Object.getPrototypeOf(part)
  ) {
    names.push(...Object.getOwnPropertyNames(part));
  }
  return names.filter((name) => identifier.test(name) && name !== "constructor");
}

/** A name of the run is computed where that is a moment's work; of the others it is known what they are like. */
async function rootValue(name: string, shell: Shell): Promise<unknown> {
  const [, source, like] = runNames[name] ?? [];
  if (source) return like ?? (shell.hasNetwork ? await source(shell) : undefined);
  return ownValue(scopeOf(shell), name) ?? ownValue(arrayStatistics, name) ?? ownValue(globalThis, name);
}

/** Getters are code, and not run. */
const ownValue = (owner: unknown, key: string): unknown =>
  Object.getOwnPropertyDescriptor(Object(owner), key)?.value;

/** A quote is open at the end. */
const isInString = (text: string): boolean =>
  /["'`]/.test(text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, ""));
