/** A trajectory as Banino et al. 2018 published it: a `tf.train.Example` of five lists of floats. */
import { type Feature, readExample, writeExample } from "../../format/tf-example.ts";
import { UserError } from "../../user-error.ts";
import { checkedRecord, type PathRecord, pathPartNames, pathParts } from "./path-record.ts";

export const writePublished = (record: PathRecord): Uint8Array =>
  writeExample(Object.fromEntries(pathPartNames.map((part) => [pathParts[part].feature, record[part]])));

/**
 * @param name what to call it in errors: "record 7 of FILE"
 * @param steps of the trajectories of its file; undefined: as many as its positions
 * @throws UserError naming the feature that is missing, of another kind or length, or not finite
 */
export function readPublished(bytes: Uint8Array, name: string, steps?: number): PathRecord {
  const features = readExample(bytes, name);
  const all = pathPartNames.map((part) => [part, floatsOf(features, pathParts[part].feature, name)] as const);
  const values = new Map(all);
  const known = steps ?? stepsOf(values.get("position")!, name);
  return checkedRecord((part) => values.get(part)!, "feature", name, known);
}

function stepsOf(positions: Float32Array, name: string): number {
  if (positions.length > 0 && positions.length % 2 === 0) return positions.length / 2;
  throw new UserError(
    `${name}: ${pathParts.position.feature} holds ${positions.length} numbers, not two of each step`,
    "name a file of trajectories",
  );
}

function floatsOf(features: ReadonlyMap<string, Feature>, wanted: string, name: string): Float32Array {
  const found = features.get(wanted);
  if (found instanceof Float32Array) return found;
  if (found !== undefined) {
    throw new UserError(`${name}: ${wanted} holds ${found}, not floats`, "name a file of trajectories");
  }
  const names = [...features.keys()].slice(0, 12).join(", ");
  throw new UserError(`${name} has no feature ${wanted}`, `it has: ${names === "" ? "none" : names}`);
}
