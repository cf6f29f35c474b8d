/** Which files the check needs: all of ours, and of the libraries those that are reached by imports or named here. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { reachedFiles } from "./reached-files.ts";

const ownFolders = ["bench", "presets", "repl", "src"];
const ownFiles = [
  ...["package.json", "build/kernels.wasm", "build/kernels.js"],
  ...["relu", "tanh"].map((activation) => `tests/golden/data/rnn_training_${activation}.npz`),
];

/** Its code runs in a browser, and its libraries are made for one. */
const pageFolder = "src/draw/report/page/";

/** Opened by path, not imported. The device wasm is not checked, and its binaries stay. */
const opened = ["webgpu/dist/linux-x64/dawn.node"];

/** Paths inside `root`. @throws Error when one is missing */
export function neededFiles(root: string): string[] {
  const own = ownFolders.flatMap((folder) =>
    [...new Bun.Glob(`${folder}/**/*`).scanSync({ cwd: root, dot: false })].filter((file) =>
      existsSync(join(root, file)),
    ),
  );
  const libraries = [...libraryFiles(root, own), ...opened.map((file) => `node_modules/${file}`)];
  const packages = [...new Set(libraries.flatMap(packageFolders))].map((folder) => `${folder}/package.json`);
  const all = [
    ...new Set([
      ...own,
      ...ownFiles,
      ...libraries,
      ...packages.filter((file) => existsSync(join(root, file))),
    ]),
  ];
  const missing = all.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`missing: ${missing.join(", ")}`);
  return all.sort();
}

/** Files of libraries that any of ours loads. */
function libraryFiles(root: string, own: readonly string[]): string[] {
  const sources = own.filter((file) => file.endsWith(".ts") && !file.startsWith(pageFolder));
  return reachedFiles(sources.map((file) => join(root, file))).flatMap((path) => {
    const at = path.indexOf("node_modules/");
    return at < 0 ? [] : [path.slice(at)];
  });
}

/** Every folder that a file's package, or one around it, may have its package.json in. */
function packageFolders(file: string): string[] {
  const parts = file.split("/");
  return parts.slice(2).map((_, i) => parts.slice(0, i + 2).join("/"));
}
