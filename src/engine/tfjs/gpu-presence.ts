/** Whether a graphics card is worth looking for. Loading Dawn tells for certain; most machines without a card need not. */
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** What is looked at; a test gives another machine. */
export interface GpuMachine {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What paths of the system begin with. */
  readonly root: string;
}

const thisMachine = (): GpuMachine => ({ platform: process.platform, env: process.env, root: "" });

/**
 * False only where no adapter of Dawn can be hardware: on Linux without a Vulkan driver for a card, or without a card.
 * macOS and Windows bring their drivers. An adapter that was asked for by name is to be looked for.
 */
export function mayHaveGpu(machine: GpuMachine = thisMachine()): boolean {
  if (machine.platform !== "linux" || machine.env.ENTORHINAL_ADAPTER) return true;
  return hasCard(machine) && driversOf(machine).some((path) => !onProcessor.test(basename(path)));
}

/** Files of graphics cards in /dev: DRM, NVIDIA, WSL, Qualcomm, Mali. */
const cardFile = /^(nvidia(ctl|\d+)|dxg|kgsl-3d0|mali\d+)$/;

function hasCard({ root }: GpuMachine): boolean {
  return (
    namesIn(join(root, "/dev")).some((name) => cardFile.test(name)) ||
    namesIn(join(root, "/dev/dri")).some((name) => name.startsWith("renderD"))
  );
}

const onProcessor = /swiftshader|lvp|llvmpipe|lavapipe/i;

/**
 * The manifests of Vulkan's drivers, where its loader looks for them.
 * https://github.com/KhronosGroup/Vulkan-Loader/blob/main/docs/LoaderDriverInterface.md
 */
function driversOf(machine: GpuMachine): string[] {
  const { env, root } = machine;
  const instead = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES;
  if (instead) return manifestsIn(listed(instead));
  const home = env.HOME ?? "";
  const folders = [
    env.XDG_CONFIG_HOME || join(home, ".config"),
    ...listed(env.XDG_CONFIG_DIRS || "/etc/xdg"),
    ...["/usr/local/etc", "/etc"],
    env.XDG_DATA_HOME || join(home, ".local/share"),
    ...listed(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share"),
  ].map((folder) => join(root, folder, "vulkan/icd.d"));
  return manifestsIn([...listed(env.VK_ADD_DRIVER_FILES), ...folders]);
}

const listed = (paths: string | undefined): string[] =>
  (paths ?? "").split(":").filter((path) => path !== "");

/** Each a manifest or a folder of them. */
const manifestsIn = (paths: readonly string[]): string[] =>
  paths.flatMap((path) =>
    path.endsWith(".json")
      ? existsSync(path)
        ? [path]
        : []
      : namesIn(path)
          .filter((name) => name.endsWith(".json"))
          .map((name) => join(path, name)),
  );

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
