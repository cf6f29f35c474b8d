/** The networks that can learn to integrate a path: one line each, the usual one first. */

import { gru } from "../../networks/gru/gru.ts";
import { lstm } from "../../networks/lstm/lstm.ts";
import type { PathNetworkKind } from "../../networks/path-network.ts";
import { rnn } from "../../networks/rnn/rnn.ts";

export const pathNetworks: readonly [PathNetworkKind, ...PathNetworkKind[]] = [rnn, gru, lstm];

/** The kind of that name, which has been checked. */
export function pathNetwork(kind: string): PathNetworkKind {
  const found = pathNetworks.find((network) => network.kind === kind);
  if (!found) throw new Error(`no network ${kind}`);
  return found;
}
