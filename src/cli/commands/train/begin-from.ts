/** `train --from`: the settings of a run that begins with the weights of a network. */
import type { Layer } from "../../../config/resolve.ts";
import type { Config } from "../../../config/schema.ts";
import { merge, type Tree, valueAt } from "../../../config/tree.ts";
import type { NamedNetwork } from "../../../session/named-networks.ts";
import { readNetwork } from "../../../session/saved-network.ts";
import { UserError } from "../../../user-error.ts";
import { type configFlags, configFromFlags, sourceLayers } from "../../frame/config-flags.ts";
import type { FlagValues } from "../../frame/flags.ts";

/**
 * The settings of the network < those that flags give.
 * @throws UserError (exit 2) when they ask for another kind of network, or do not go together
 */
export function configOfNetwork(
  flags: FlagValues<typeof configFlags>,
  cwd: string,
  { path, given }: NamedNetwork,
): Config {
  const { config, checkpoint } = readNetwork(path, given);
  const asked = sourceLayers(flags, cwd);
  const tree = asked.map((layer) => layer.tree).reduce<Tree>(merge, {});
  for (const keys of [["task"], ["model", "kind"]]) {
    const [has, wanted] = [valueAt({ ...config }, keys), valueAt(tree, keys)];
    if (wanted === undefined || wanted === has) continue;
    const { origin } = asked.findLast((layer) => valueAt(layer.tree, keys) !== undefined)!;
    throw new UserError(
      `${keys.join(".")} of ${given} is ${has}, ${origin} has ${wanted}`,
      "a network begins with the weights of one of its kind: leave it out, or train anew without --from",
      2,
    );
  }
  return configFromFlags(flags, cwd, [layerOf(checkpoint.path, config)]);
}

const layerOf = (origin: string, { device: _, blas: __, workers: ___, ...config }: Config): Layer => ({
  origin,
  tree: config,
});
