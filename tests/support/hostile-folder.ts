/** A folder of a hostile name with a run and files whose every name and value is hostile. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeNpy } from "../../src/format/npy.ts";
import { npyArray } from "../../src/format/npy-array.ts";
import { writeNpz } from "../../src/format/npz.ts";
import { writeZip } from "../../src/format/zip-write.ts";
import { writeActivityFile } from "./activity-file.ts";
import { type Captured, type CaptureOptions, capture } from "./capture.ts";
import { hostile, hostileValue } from "./hostile-text.ts";
import { kerasList } from "./keras-list.ts";
import { type Arrays, asNpz, asSafetensors, weights } from "./small-network.ts";
import { temporaryDirectory } from "./temporary.ts";
import { editCheckpoint, newestOf } from "./tiny-run.ts";
import { tinyFlags } from "./tiny-training.ts";
import { call, global, ordered, pickle, stateDictionary, text, torchZip } from "./torch-writer.ts";

/** Name of a file that ends so. */
export const named = (end: string): string => `${hostile}${end}`;
/** As a word that is no flag. */
export const path = (end: string): string => `./${named(end)}`;
export const run = path("");

export interface HostileFolder {
  readonly cwd: string;
  at(end: string): string;
  cli(argv: readonly string[], options?: CaptureOptions): Promise<Captured>;
}

/** What is wrong with runs in runs/, by the end of their names. */
export const damages: Readonly<Record<string, (run: string) => void>> = {
  lock: (at) => writeFileSync(join(at, "running.json"), JSON.stringify({ pid: 1, host: hostileValue })),
  version: (at) => writeFileSync(join(at, "manifest.json"), JSON.stringify({ formatVersion: hostileValue })),
  json: (at) => writeFileSync(join(at, "manifest.json"), hostile),
  config: (at) => writeFileSync(join(at, "config.yaml"), wallRule),
  yaml: (at) => writeFileSync(join(at, "config.yaml"), brokenYaml),
  metrics: (at) => writeFileSync(join(at, "metrics.jsonl"), `${hostile}\n{}\n`),
  settings: (at) => edit(at, { settings: JSON.stringify({ [hostileValue]: 1 }) }),
  kind: (at) => edit(at, { kind: hostileValue }),
  step: (at) => edit(at, { step: hostileValue }),
  theirs: (at) => edit(at, { version: hostileValue }),
  checkpoint: (at) => writeFileSync(newestOf({ cwd: "", path: at }), hostile),
};

const wallRule = `world: {wallRule: ${JSON.stringify(hostile)}}\n`;
const brokenYaml = `a: [${hostile}`;

function edit(path: string, changes: Readonly<Record<string, string>>): void {
  editCheckpoint(newestOf({ cwd: "", path }), (_, metadata) => void Object.assign(metadata, changes));
}

/** Makes it, and says what training in it wrote. */
export async function hostileFolder(): Promise<HostileFolder & { readonly trained: Captured }> {
  const cwd = join(temporaryDirectory(), hostile);
  mkdirSync(join(cwd, "runs"), { recursive: true });
  const at = (end: string) => join(cwd, named(end));
  const cli = (argv: readonly string[], options: CaptureOptions = {}) =>
    capture(argv, { cwd, env: { COLUMNS: "100" }, ...options });
  const trained = await cli(["train", ...tinyFlags, "--steps", "20", "--run", run]);
  spoilManifest(join(at(""), "manifest.json"));
  cpSync(at(""), join(cwd, "runs", hostile), { recursive: true });
  for (const [end, spoil] of Object.entries(damages)) {
    const copy = join(cwd, "runs", named(end));
    cpSync(at(""), copy, { recursive: true });
    spoil(copy);
  }
  writeActivityFile(at(".npz"));
  for (const [end, content] of Object.entries(files())) writeFileSync(at(end), content);
  return { cwd, at, cli, trained };
}

/** Every text in it is another. */
function spoilManifest(path: string): void {
  const imported = { file: hostile, sha256: "", format: "", key: hostile, step: null, notTaken: [hostile] };
  const made = spoilt(JSON.parse(readFileSync(path, "utf8"))) as object;
  writeFileSync(path, JSON.stringify({ ...made, imported }));
}

function spoilt(value: unknown): unknown {
  if (typeof value === "string") return isKept(value) ? value : hostileValue;
  if (Array.isArray(value)) return value.map(spoilt);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, spoilt(part)]));
}

/** What no other text is taken for: times, and the kind of numbers. */
const isKept = (text: string): boolean => text === "float32" || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);

/** By the ends of their names. */
function files(): Readonly<Record<string, string | Uint8Array>> {
  const values = Float64Array.from({ length: 2 * 64 }, (_, i) => Math.sin(i));
  const maps = npyArray(values, [2, 8, 8]);
  const member = { name: hostile, bytes: writeNpy(maps) };
  const more: Arrays = {
    ...weights(),
    [hostileValue]: { kind: "float32", shape: [1], data: Float32Array.of(1) },
  };
  const { [hostileValue]: one, ...rest } = more;
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const track = Array.from({ length: 60 }, (_, i) => `${i / 10},${Math.sin(i)},${Math.cos(i)},${i % 3}`);
  const tensors = Buffer.from(asSafetensors(weights())).toString("latin1");
  return {
    "track.csv": `${["t", "x", "y", hostile.replaceAll(/[\r\n]/g, "")].map(quoted).join(",")}\n${track.join("\n")}\n`,
    "maps.npz": writeNpz({ [hostile]: maps }),
    "two.npz": writeNpz({ [`${hostile}1`]: maps, [`${hostile}2`]: maps }),
    "text.npz": writeNpz({ [hostile]: npyArray([hostile]) }),
    "twice.npz": writeZip([member, member], false),
    "crc.npz": Buffer.from(writeNpz({ [hostile]: maps }, { compress: false })).fill(0, 500, 510),
    "walk.npy": writeNpy(npyArray(Float64Array.of(0, 0, 0.1, 0.1), [2, 2])),
    "type.npy": Buffer.from(writeNpy(maps)).fill(Buffer.from("\x1b\x07\x9b", "latin1"), 21, 24),
    "w.npz": asNpz({ ...rest, [hostile]: one! }),
    "w.safetensors": asSafetensors(more),
    "w.pth": stateDictionary(more),
    "keras.npz": writeZip([{ name: `${hostile}.npy`, bytes: kerasList() }], false),
    "evil.pth": torchZip(call(global("os\u009b31m", "system\u009b2J"), text(hostile)), {}),
    "keys.pth": torchZip(ordered({ [hostile]: ordered({ [hostile]: text(hostile) }) }), {}),
    "evil.pt": pickle(global("os", "system")),
    "type.safetensors": Buffer.from(tensors.replace("F32", "\x7f3\x7f"), "latin1"),
    "key.yaml": `${JSON.stringify(hostileValue)}: 1\n`,
    "value.yaml": wallRule,
    "broken.yaml": brokenYaml,
    "file.txt": hostile,
  };
}
