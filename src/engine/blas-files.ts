/** Where a BLAS with the C interface may lie. Absolute paths only: of a bare name Bun also tries the current folder. */
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";

/** The better ones first. */
const names = ["libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libblis.so.4", "libcblas.so.3"];

const accelerate = "/System/Library/Frameworks/Accelerate.framework/Accelerate";
const homebrewFiles = [
  "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
  "/usr/local/opt/openblas/lib/libopenblas.dylib",
];

export interface BlasSearch {
  readonly platform?: string;
  readonly architecture?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The system's configuration of the loader. */
  readonly loaderConfiguration?: string;
}

/**
 * Files that are there and have the name of a BLAS, by name first and by folder second, none twice. On Linux folders are looked
 * through in the order of the system's loader: LD_LIBRARY_PATH, /etc/ld.so.conf, the usual ones; at last the Conda environment that is active.
 */
export function blasFiles({
  platform = process.platform,
  architecture = process.arch,
  environment = process.env,
  loaderConfiguration = "/etc/ld.so.conf",
}: BlasSearch = {}): string[] {
  // Accelerate is in no file of its own: the loader has it.
  if (platform === "darwin") return [accelerate, ...homebrewFiles.filter((path) => realFile(path))];
  if (platform !== "linux") return [];
  const folders = [
    ...(environment.LD_LIBRARY_PATH ?? "").split(/[:;]/),
    ...configuredFolders(loaderConfiguration),
    ...usualFolders(architecture),
    ...(environment.CONDA_PREFIX ? [join(environment.CONDA_PREFIX, "lib")] : []),
  ].filter(isAbsolute);
  const found = new Map<string, string>();
  for (const name of names) {
    for (const folder of new Set(folders)) {
      const path = join(folder, name);
      const file = realFile(path);
      if (file !== undefined && !found.has(file)) found.set(file, path);
    }
  }
  return [...found.values()];
}

function usualFolders(architecture: string): string[] {
  const triple = `${architecture === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`;
  return [
    ...["/usr/local/lib", "/usr/local/lib64", `/lib/${triple}`, `/usr/lib/${triple}`],
    ...[`/usr/lib/${triple}/openblas-pthread`, "/lib64", "/usr/lib64", "/lib", "/usr/lib"],
    "/opt/OpenBLAS/lib",
  ];
}

/** The folders of a file like /etc/ld.so.conf, and of those it includes by `*` in a folder; the files are few and flat. */
function configuredFolders(path: string, depth = 0): string[] {
  if (depth > 4) return [];
  return linesOf(path).flatMap((line) => {
    const included = /^include\s+(\S+)$/.exec(line)?.[1];
    if (included === undefined) return [line];
    return matching(included).flatMap((file) => configuredFolders(file, depth + 1));
  });
}

function linesOf(path: string): string[] {
  try {
    if (!statSync(path).isFile()) return [];
    return readFileSync(path, "utf8")
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim());
  } catch {
    return [];
  }
}

function matching(pattern: string): string[] {
  const [, folder, before, after] = /^(.*)\/([^/*]*)\*?([^/*]*)$/.exec(pattern) ?? [];
  if (folder === undefined || !isAbsolute(folder)) return [];
  try {
    const files = readdirSync(folder).filter((name) => name.startsWith(before!) && name.endsWith(after!));
    return files.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function realFile(path: string): string | undefined {
  try {
    const file = realpathSync(path);
    return statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
