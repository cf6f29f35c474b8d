/** The compiled kernels of assembly/: found, compiled, and instantiated once a thread. */
import { existsSync, readFileSync } from "node:fs";
import type { instantiate } from "../../build/kernels.js";
import { scriptLine } from "../program-words.ts";
import { UserError } from "../user-error.ts";

/** The AssemblyScript exports, typed by the compiler's own declarations: a wrong argument count does not compile. */
export type Kernels = Omit<Awaited<ReturnType<typeof instantiate>>, "memory">;

const kernelsPath = `${import.meta.dir}/../../build/kernels.wasm`;

/** Compiles the kernels. @throws UserError when they have not been built. */
export function compileKernels(path: string = kernelsPath): WebAssembly.Module {
  if (!existsSync(path)) {
    throw new UserError(
      "the kernels are not built (build/kernels.wasm is missing)",
      `run: ${scriptLine("build")}`,
    );
  }
  return new WebAssembly.Module(readFileSync(path));
}

/** One instance on `memory`. Instances share nothing else: kernels have no mutable statics. */
export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (_message: number, _file: number, line: number, column: number): never => {
    throw new Error(`kernel aborted at ${line}:${column}`);
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return instance.exports as unknown as Kernels;
}
