import { existsSync } from "node:fs";
import { join } from "node:path";

const shared = join(import.meta.dir, "../../shared/golden");
const bundled = join(import.meta.dir, "golden");

/** Path of a reference file: the full set beside the repository when it is there, else the bundled part, else undefined. */
export function goldenPath(file: string): string | undefined {
  return [join(shared, file), join(bundled, file)].find((path) => existsSync(path));
}
