/** What the shell and its training process say to each other, as structured clones over Bun's IPC. */
import type { Config } from "../../src/config/schema.ts";
import type { NamedNetwork } from "../../src/session/named-networks.ts";
import type { FollowOrder } from "../../src/session/training-control.ts";

/** What to train. Paths are absolute; `cwd` is where the user reads paths from. */
export type Task = { readonly cwd: string; readonly path: string; readonly config: Config } & (
  | { readonly kind: "new"; readonly preset: string | null; readonly from?: NamedNetwork }
  | { readonly kind: "resume" }
);

export type Order = { readonly order: "start"; readonly task: Task } | FollowOrder;
