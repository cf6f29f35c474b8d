/**
 * A thread of the wasm backend. Its source comes with the package as text for a browser's blob, in which line breaks within strings
 * have lost their escapes.
 */
import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";

const require = createRequire(import.meta.url);
const { wasmWorkerContents } =
  require("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js") as {
    wasmWorkerContents: string;
  };
Object.assign(globalThis, { require, __filename: import.meta.path });
// Evaluated globally: the module it loads later looks for its names there.
runInThisContext(wasmWorkerContents.replaceAll("\n", "\\n"));
