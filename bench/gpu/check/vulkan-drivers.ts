/**
 * Where a card's Vulkan driver may be found that the loader does not find by itself: in containers NVIDIA's lies beside the
 * system's folders, and often as libraries without a manifest.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** One way to look for adapters. */
export interface DriverTry {
  readonly how: string;
  readonly env: Environment;
}

const manifestFolders = [
  ...[
    "/usr/local/nvidia/share/vulkan/icd.d",
    "/usr/local/nvidia/vulkan/icd.d",
    "/opt/nvidia/share/vulkan/icd.d",
  ],
  ...["/usr/local/nvidia", "/run/opengl-driver/share/vulkan/icd.d", "/usr/lib/wsl/lib"],
];

const libraryFolders = [
  ...[
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/nvidia",
    "/usr/lib64",
    "/usr/lib64/nvidia",
    "/usr/lib",
  ],
  ...["/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/run/opengl-driver/lib", "/usr/lib/wsl/lib"],
];

/** The one for windows wants the libraries of X11, the one for EGL does not; both are the driver. */
const driverLibraries = ["libGLX_nvidia.so.0", "libEGL_nvidia.so.0"];

export interface DriverPlaces {
  readonly env: Environment;
  /** With Vulkan's loader and libraries of X11, for a machine without them; undefined: none came along. */
  readonly carried?: string | undefined;
  /** For manifests that are written. */
  readonly folder: string;
  /** What paths of the system begin with. */
  readonly root?: string;
}

/** In the order in which to try them. What is chosen in the environment already stays chosen. */
export function driverTries({ env, carried, folder, root = "" }: DriverPlaces): DriverTry[] {
  const folders = libraryFolders.map((path) => join(root, path)).filter((path) => existsSync(path));
  const libraries = [env.LD_LIBRARY_PATH, carried, ...folders.filter((path) => path.includes("nvidia"))];
  const withLoader = { ...env, LD_LIBRARY_PATH: libraries.filter(Boolean).join(":") };
  const asIs: DriverTry = { how: "as the system is", env };
  const loader: DriverTry = { how: "with Vulkan's loader carried along", env: withLoader };
  if (env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES) return carried ? [asIs, loader] : [asIs];
  const found = manifestFolders.map((path) => join(root, path)).flatMap(manifestsIn);
  const written = driverLibraries.flatMap((name) => {
    const path = folders.map((each) => join(each, name)).find((each) => existsSync(each));
    return path ? [writeManifest(folder, name, path)] : [];
  });
  return [
    asIs,
    ...(carried ? [loader] : []),
    ...[...found, ...written].map((manifest) => ({
      how: `with the driver of ${manifest}`,
      env: { ...withLoader, VK_DRIVER_FILES: manifest },
    })),
  ];
}

function manifestsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /nvidia.*icd.*\.json$/.test(name))
    .map((name) => join(folder, name));
}

function writeManifest(folder: string, name: string, library: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name.split(".")[0]}.json`);
  const manifest = { file_format_version: "1.0.1", ICD: { library_path: library, api_version: "1.3.0" } };
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}
