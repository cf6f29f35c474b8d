/** Two agents in one box: what of the settings cannot hold for them. What of the code cannot is told beside its settings. */
import { UserError } from "../../user-error.ts";
import type { PathIntegrationSettings } from "./settings.ts";

/** @throws UserError (exit 2) naming the setting that does not go with `code.agents` 2 */
export function checkAgents({ code, world, model, train }: PathIntegrationSettings): void {
  if (code.agents === 1) return;
  const refuse = (setting: string, why: string, mend: string) =>
    new UserError(`${setting} does not go with code.agents=2: ${why}`, mend, 2);
  if (world.periodic) {
    throw refuse("world.periodic=true", "clusters across a seam are not told apart", "set it to false");
  }
  if (model.input !== "velocity") {
    const why = "the network is told the velocities of both";
    throw refuse(`model.input=${model.input}`, why, "set it to velocity");
  }
  if (train.data !== null) throw oneAgentInFiles("train.data");
}

/** @param what asks for files */
export const oneAgentInFiles = (what: string): UserError =>
  new UserError(
    `${what} does not go with code.agents=2: files have one agent a trajectory`,
    `leave out ${what}`,
    2,
  );
