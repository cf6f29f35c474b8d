/** Nothing below the command line prints, reads its words or ends the process. */
import { expect, test } from "bun:test";
import { houseFiles, textOf } from "./imports.ts";
import { roomOf } from "./rooms.ts";

/** Standard input and output of this process, its words and its end. Its environment and its signals are not meant. */
const speech =
  /\bprocess\.(exit|exitCode|argv|stdout|stderr|stdin)\b|\bconsole\.\w+|\bBun\.(argv|stdout|stderr|stdin)\b/g;
const speakers: readonly string[] = ["cli", "repl", "bench", "root"];

/** Programs of their own, which speak to the one that runs them. */
const programs: readonly string[] = ["src/engine/blas-trial.ts"];

const spoken = (text: string): string[] => Array.from(text.matchAll(speech), ([words]) => words);

test("only the command line, the shell and the benchmarks speak", () => {
  const found = houseFiles
    .filter((file) => !speakers.includes(roomOf(file)) && !programs.includes(file))
    .flatMap((file) => spoken(textOf(file)).map((words) => `${file}: ${words}`));
  expect(found).toEqual([]);
});

test("speech is heard in every form", () => {
  const text =
    'process.exit(1); process.exitCode = 2; process.argv.slice(2); process.stdout.write(""); console.error(""); Bun.write(Bun.stdout, "");';
  expect(spoken(text)).toEqual([
    "process.exit",
    "process.exitCode",
    "process.argv",
    "process.stdout",
    "console.error",
    "Bun.stdout",
  ]);
  expect(spoken("process.env.HOME; process.on(signal, end); process.kill(pid, 0)")).toEqual([]);
});
