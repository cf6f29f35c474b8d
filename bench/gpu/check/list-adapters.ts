/** The adapters of this environment, as a last line of JSON: drivers may write before it. */
import { findAdapters } from "../../../src/engine/tfjs/webgpu-adapter.ts";

const { adapters, remarks } = await findAdapters();
console.log(`\n${JSON.stringify({ adapters: adapters.map(({ kind, name }) => ({ kind, name })), remarks })}`);
process.exit(0);
