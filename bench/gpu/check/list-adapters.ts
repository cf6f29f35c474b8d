/** The adapters of this environment, as JSON. */
import { findAdapters } from "../../../src/engine/tfjs/webgpu-adapter.ts";

const { adapters, remarks } = await findAdapters();
console.log(JSON.stringify({ adapters: adapters.map(({ kind, name }) => ({ kind, name })), remarks }));
process.exit(0);
