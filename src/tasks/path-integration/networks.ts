/** The networks that can learn to integrate a path: one line each, the usual one first. */

import { gru } from "../../networks/gru/gru.ts";
import type { PathNetworkKind } from "../../networks/path-network.ts";
import { rnn } from "../../networks/rnn/rnn.ts";

export const pathNetworks: readonly [PathNetworkKind, ...PathNetworkKind[]] = [rnn, gru];

/** The kind of that name; the usual one where there is none. */
export const pathNetwork = (kind: string): PathNetworkKind =>
  pathNetworks.find((network) => network.kind === kind) ?? pathNetworks[0];
