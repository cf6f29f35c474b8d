/** Settings that people write by hand. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveConfig } from "../../src/config/resolve.ts";
import { readConfigFile } from "../../src/config/sources.ts";
import { ofYaml, type Save, type Target } from "./target.ts";

const preset = readFileSync(join(import.meta.dir, "../../presets/quick.yaml"), "utf8");

/** As `--config` reads them. */
export const configTarget = (save: Save): Target => ({
  name: "settings",
  samples: [ofYaml(preset)],
  read: (damaged) => void resolveConfig([readConfigFile(save(damaged, "settings.yaml"))]),
});
