/** Settings, flags and scripts that the documents name within their sentences. */
import { expect, test } from "bun:test";
import packageJson from "../../package.json" with { type: "json" };
import { shellCommands } from "../../repl/commands.ts";
import { commonFlags } from "../../src/cli/frame/command.ts";
import { flagName } from "../../src/cli/frame/flags.ts";
import { commands } from "../../src/commands.ts";
import { listSettings } from "../../src/config/settings.ts";
import { documents, proseOf, readDocument } from "./documents.ts";

const settings = listSettings().map(({ key }) => key);
const groups = [...new Set(settings.filter((key) => key.includes(".")).map((key) => key.split(".")[0]))];
const tables = await Promise.all(
  [...commands, ...shellCommands].map(async (entry) => (await entry.load()).flags),
);
const flags = [...tables, commonFlags].flatMap((table) => Object.keys(table).map(flagName));

/** Options of the published codes, of Bun and TensorBoard, of scripts in bench/, and what stands for any flag. */
const ofOthers = [
  "--DoG",
  "--Np",
  "--Ng",
  "--res",
  "--logdir",
  "--silent",
  "--frozen-lockfile",
  "--flag",
  "--yes",
  "--count",
  "--xz",
  "--minutes",
];

test.each(documents)("%s names settings that exist", (document) => {
  const named = new RegExp(`\`((?:${groups.join("|")})\\.[a-zA-Z]+)[:=\`]`, "g");
  for (const [, key] of proseOf(readDocument(document)).matchAll(named)) {
    if (!/\.(pth|np[yz])$/.test(key!)) expect(settings).toContain(key!);
  }
});

test.each(documents)("%s names flags that exist", (document) => {
  for (const [span] of proseOf(readDocument(document)).matchAll(/`[^`\n]+`/g)) {
    for (const [flag] of span.matchAll(/(?<![\w-])--[a-zA-Z][\w-]*/g)) {
      // With underscores: options of the published codes.
      if (!flag.includes("_") && !ofOthers.includes(flag)) expect(flags).toContain(flag);
    }
  }
});

test("CONTRIBUTING names every script that a contributor needs", () => {
  const text = readDocument("CONTRIBUTING.md");
  for (const script of ["build", "check", "format", "verify"]) {
    expect(Object.keys(packageJson.scripts)).toContain(script);
    expect(text).toContain(`bun run ${script}`);
  }
});
