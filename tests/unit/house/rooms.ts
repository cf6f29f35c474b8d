/** The rooms of the house and who may know whom. Which file stands in which room is its path; what it does there is not looked at. */

/** A room may use those of a lower rank; of its own rank none but itself, and those that `besides` names. */
const ranks = {
  engine: 0,
  world: 1,
  code: 2,
  layers: 3,
  networks: 4,
  tasks: 5,
  config: 6,
  run: 6,
  exchange: 6,
  analyse: 6,
  train: 6,
  session: 7,
  cli: 8,
  repl: 8,
  bench: 8,
} as const;

type Ranked = keyof typeof ranks;

export const besides: readonly string[] = ["train -> run", "repl -> cli", "bench -> cli"];

/** `words` are the files that anybody may use, `root` those that put all together; the code of `page` runs in a browser. */
type Room = Ranked | "words" | "root" | "format" | "draw" | "page";

const words: readonly string[] = [
  "src/user-error.ts",
  "src/available-memory.ts",
  "src/copied-command.ts",
  "src/counted.ts",
  "src/memory-need.ts",
  "src/most-threads.ts",
  "src/printable.ts",
  "src/program-words.ts",
  "src/setting.ts",
  "src/suggest.ts",
  "src/unit-filter.ts",
];
const roots: readonly string[] = ["src/main.ts", "src/commands.ts", "repl/main.ts"];
const pageFolder = "src/draw/report/page/";
const drawing: readonly Room[] = ["cli", "repl", "bench"];

/** @throws Error for a file that stands in no room */
export function roomOf(file: string): Room {
  if (words.includes(file)) return "words";
  if (roots.includes(file)) return "root";
  if (file.startsWith(pageFolder)) return "page";
  const [first, second, ...rest] = file.split("/");
  const name = first === "src" && rest.length > 0 ? second : first;
  if (name === "format" || name === "draw" || isRanked(name)) return name;
  throw new Error(`${file} stands in no room of the house`);
}

const isRanked = (name: string | undefined): name is Ranked => name !== undefined && name in ranks;

/** Why `from` may not import `to`; undefined: it may. */
export function objection(from: string, to: string): string | undefined {
  if (to === "package.json") return undefined;
  const here = roomOf(from);
  if (to.startsWith("build/")) return here === "engine" ? undefined : "the kernels are the engine's";
  if (!/^(src|repl|bench)\//.test(to)) return "it is outside of the house";
  const there = roomOf(to);
  if (from.startsWith("src/cli/frame/") && to.startsWith("src/cli/commands/"))
    return "the frame knows no command";
  if (here === there || here === "root" || there === "words") return undefined;
  if (here === "words") return "what all use uses nobody";
  if (there === "root") return "what puts all together is used by nobody";
  if (there === "page") return "code of the page is for a browser";
  if (here === "page") return there === "draw" ? undefined : "the page draws and does nothing else";
  if (here === "draw") return "draw takes plain arrays, from whoever has them";
  if (there === "draw") return drawing.includes(here) ? undefined : "only cli, repl and bench draw";
  if (here === "format") return "format is used by anyone and uses nobody";
  if (there === "format" || ranks[there] < ranks[here]) return undefined;
  return besides.includes(`${here} -> ${there}`)
    ? undefined
    : `${here} stands ${ranks[there] > ranks[here] ? "below" : "beside"} ${there}`;
}
