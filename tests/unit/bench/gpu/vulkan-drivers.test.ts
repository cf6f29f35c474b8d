import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { driverTries } from "../../../../bench/gpu/check/vulkan-drivers.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

/** The ways on a machine with empty files at these paths. */
function triesWith(paths: readonly string[], env: Readonly<Record<string, string>> = {}, carried?: string) {
  const root = temporaryDirectory();
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  const tries = driverTries({ env, carried, folder: join(root, "written"), root });
  return { root, tries };
}

test("a machine is taken as it is first, then with what came along", () => {
  const { tries } = triesWith([], { HOME: "/home/me" }, "/pack/libraries");
  expect(tries.map(({ env }) => env)).toEqual([
    { HOME: "/home/me" },
    { HOME: "/home/me", LD_LIBRARY_PATH: "/pack/libraries" },
  ]);
});

test("a manifest of NVIDIA's beside the loader's folders is found, and its libraries with it", () => {
  const manifest = "/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json";
  const { root, tries } = triesWith([manifest, "/usr/local/nvidia/lib64/libcuda.so.1"], {}, "/pack");
  expect(tries.at(-1)!.env).toEqual({
    LD_LIBRARY_PATH: `/pack:${join(root, "/usr/local/nvidia/lib64")}`,
    VK_DRIVER_FILES: join(root, manifest),
  });
});

test("a driver without a manifest is given one: for windows, then for EGL", () => {
  const folder = "/usr/lib/x86_64-linux-gnu";
  const libraries = ["libGLX_nvidia.so.0", "libEGL_nvidia.so.0"].map((name) => `${folder}/${name}`);
  const { root, tries } = triesWith(libraries);
  const written = tries.slice(1).map(({ env }) => JSON.parse(readFileSync(env.VK_DRIVER_FILES!, "utf8")));
  expect(written.map(({ ICD }) => ICD.library_path)).toEqual(libraries.map((path) => join(root, path)));
});

test("a driver that was chosen stays chosen", () => {
  const env = { VK_DRIVER_FILES: "/some/driver.json" };
  const { tries } = triesWith(["/usr/lib64/libGLX_nvidia.so.0"], env, "/pack");
  expect(tries.map((one) => one.env.VK_DRIVER_FILES)).toEqual(["/some/driver.json", "/some/driver.json"]);
});
