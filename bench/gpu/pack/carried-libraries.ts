/** Libraries of this machine that a card's driver may want and not find there: Vulkan's loader, and X11's for NVIDIA's driver. */
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";

const folders = ["/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib"];
const names = [
  ...["libvulkan.so.1", "libX11.so.6", "libXext.so.6", "libxcb.so.1", "libXau.so.6", "libXdmcp.so.6"],
  ...["libbsd.so.0", "libmd.so.0"],
];

/** By the name under which it is looked for. */
export const carriedLibraries = (): { name: string; path: string }[] =>
  names.flatMap((name) => {
    const path = folders.map((folder) => join(folder, name)).find((each) => existsSync(each));
    return path ? [{ name, path: realpathSync(path) }] : [];
  });
