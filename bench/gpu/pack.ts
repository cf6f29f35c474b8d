/** Packs the check for a machine without a network. bun bench/gpu/pack.ts --help says more. */
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatBytes } from "../../src/memory-need.ts";
import { gitCommitOf } from "../../src/run/manifest.ts";
import { carriedLibraries } from "./pack/carried-libraries.ts";
import { neededFiles } from "./pack/needed-files.ts";

const help = `usage: bun bench/gpu/pack.ts --out DIR [--xz]

  --out DIR   a new folder, at most 60 MiB: take it to a machine with Linux x64 and a card, and run there: sh DIR/run.sh
  --xz        a quarter smaller, in minutes; there it wants xz, or python3

It holds this Bun, Dawn, the sources and what they need, and Vulkan's loader. bun bench/gpu/run.ts does the same without packing.
`;

const { values } = parseArgs({
  options: {
    out: { type: "string" },
    xz: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help || values.out === undefined) end(help, values.help ? 0 : 2);
if (process.platform !== "linux" || process.arch !== "x64") {
  end(
    `packed is the Bun that runs this: Linux x64 is wanted, this is ${process.platform} ${process.arch}\n`,
    1,
  );
}
const out = resolve(values.out!);
if (existsSync(out)) end(`${values.out} is there already: name a new folder\n`, 2);

const root = join(import.meta.dir, "../..");
const stage = mkdtempSync(join(tmpdir(), "entorhinal-stage-"));
try {
  for (const file of neededFiles(root)) {
    mkdirSync(dirname(join(stage, file)), { recursive: true });
    cpSync(join(root, file), join(stage, file), { dereference: true });
  }
  // The networks that come along are not needed, their folder is.
  for (const folder of ["carried-libraries", "checkpoints"]) mkdirSync(join(stage, folder));
  for (const { name, path } of carriedLibraries()) copyFileSync(path, join(stage, "carried-libraries", name));
  writeFileSync(join(stage, "packed-commit.json"), JSON.stringify(gitCommitOf(root)));
  mkdirSync(out, { recursive: true });
  const archive = Bun.spawnSync(["tar", "-C", stage, "-cf", "-", "."], {
    stderr: "inherit",
    maxBuffer: 2 ** 30,
  });
  if (!archive.success) throw new Error("tar failed");
  compress("files.tar", new Uint8Array(archive.stdout));
  compress("bun", new Uint8Array(readFileSync(process.execPath)));
  copyFileSync(join(import.meta.dir, "pack/run.sh"), join(out, "run.sh"));
} finally {
  rmSync(stage, { recursive: true });
}
const bytes = readdirSync(out).reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
console.log(`${values.out}, ${formatBytes(bytes)}: sh run.sh in it does the rest`);

function compress(name: string, content: Uint8Array<ArrayBuffer>): void {
  if (!values.xz) {
    writeFileSync(join(out, `${name}.gz`), Bun.gzipSync(content, { level: 10, library: "libdeflate" }));
    return;
  }
  const { success, stdout } = Bun.spawnSync(["xz", "-6", "-c"], {
    stdin: content,
    stderr: "inherit",
    maxBuffer: 2 ** 30,
  });
  if (!success) throw new Error("xz failed");
  writeFileSync(join(out, `${name}.xz`), stdout);
}

function end(text: string, code: number): never {
  process.stdout.write(text);
  process.exit(code);
}
