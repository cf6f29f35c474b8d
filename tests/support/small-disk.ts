import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "./temporary.ts";

/** A disk of a given size, mounted in a temporary directory. */
export interface SmallDisk extends Disposable {
  readonly path: string;
  resize(kilobytes: number): void;
  /** From now on nothing can be written to it. */
  freeze(): void;
}

const run = (...command: string[]): boolean =>
  Bun.which(command[0]!) !== null && Bun.spawnSync(command, { stderr: "ignore" }).success;

const mounted = (path: string, kilobytes: number): boolean =>
  process.platform === "linux" && run("mount", "-t", "tmpfs", "-o", `size=${kilobytes}k`, "none", path);

/** Whether this process may mount disks: on Linux, as root. */
export function canMountDisks(): boolean {
  using disk = openSmallDisk(16);
  return disk !== undefined;
}

/** undefined where no disk can be mounted. */
export function openSmallDisk(kilobytes: number): SmallDisk | undefined {
  const path = join(temporaryDirectory(), "disk");
  mkdirSync(path);
  if (!mounted(path, kilobytes)) return undefined;
  return {
    path,
    resize(kilobytes) {
      if (!run("mount", "-o", `remount,size=${kilobytes}k`, path)) throw new Error(`${path} keeps its size`);
    },
    freeze() {
      if (!run("mount", "-o", "remount,ro", path)) throw new Error(`${path} stays writable`);
    },
    [Symbol.dispose]: () => void run("umount", path),
  };
}
