/** The manifest of a run that nobody made. */
import { describeRun, type Manifest } from "../../src/run/manifest.ts";

type Engine = Parameters<typeof describeRun>[0];
const engine = { blas: undefined, pool: { threads: 2 } } as Engine;

export const someManifest = (changes: Partial<Manifest> = {}): Manifest => ({
  ...describeRun(engine, { preset: null, seed: 0, device: "hybrid" }),
  ...changes,
});
