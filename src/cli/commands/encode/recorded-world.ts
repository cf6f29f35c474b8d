import type { Layer } from "../../../config/resolve.ts";
import { numbersOf } from "../../../format/npy-array.ts";
import { startsLikeNpy } from "../../../format/npy-header.ts";
import { readNpz } from "../../../format/npz.ts";
import { readFileBytes } from "../../../format/read-file.ts";

/** The settings that `simulate` wrote beside its trajectories; none for a file from elsewhere. */
export function recordedWorld(path: string): Layer[] {
  const bytes = readFileBytes(path);
  if (startsLikeNpy(bytes)) return [];
  const npz = readNpz(bytes, { name: path });
  const read = (key: string) => (npz.names().includes(key) ? [...numbersOf(npz.get(key), key)] : []);
  const [boxWidth, boxHeight] = read("box");
  const [periodic] = read("periodic");
  const [round] = read("round");
  const world = {
    ...(boxWidth !== undefined && boxHeight !== undefined ? { boxWidth, boxHeight } : {}),
    ...(periodic !== undefined ? { periodic: periodic !== 0 } : {}),
    ...(round ? { shape: "circle" } : {}),
  };
  return [{ origin: path, tree: { world } }];
}
