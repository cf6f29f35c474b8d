/** Loading the WebAssembly of the wasm backend, also with the threads that the backend itself cannot start outside a browser. */
import { createRequire } from "node:module";
import type { Worker } from "node:worker_threads";
import { BackendWasm, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import { init } from "@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js";
import { UserError } from "../../user-error.ts";

type Module = BackendWasm["wasm"];
/** The pool of the build, whatever is asked for. */
export const mostThreads = 8;

const folder = "@tensorflow/tfjs-backend-wasm/wasm-out";
const threadedName = "tfjs-backend-wasm-threaded-simd";
const require = createRequire(import.meta.url);

/**
 * A new backend with a heap of its own, not registered yet.
 * @throws UserError when there cannot be so many threads
 */
export async function loadWasmBackend(threads: number): Promise<BackendWasm> {
  if (threads > mostThreads) {
    throw new UserError(
      `the wasm device runs on at most ${mostThreads} threads, asked for ${threads}`,
      `use --workers ${mostThreads} or fewer`,
      2,
    );
  }
  const load = async () => (threads === 1 ? (await init()).wasm : loadThreadedModule(threads));
  const module = await keepingGlobals(load);
  setThreadsCount(threads);
  return new BackendWasm(module);
}

const failures = ["uncaughtException", "unhandledRejection"] as const;

/** The module listens for all errors of the process, to throw them anew with its own source around them, and replaces `Worker`. */
async function keepingGlobals<T>(work: () => Promise<T>): Promise<T> {
  const before = failures.map((event) => new Set(process.rawListeners(event)));
  const { Worker } = globalThis;
  try {
    return await work();
  } finally {
    globalThis.Worker = Worker;
    for (const [i, event] of failures.entries()) {
      for (const listener of process.rawListeners(event)) {
        if (!before[i]!.has(listener)) process.removeListener(event, listener as () => void);
      }
    }
  }
}

interface ThreadedModule {
  readonly PThread: { readonly unusedWorkers: Worker[]; readonly runningWorkers: Worker[] };
  cwrap(name: string, returns: string | null, takes: string[]): (...values: number[]) => number;
}
type Factory = (options: object) => Promise<ThreadedModule>;

async function loadThreadedModule(threads: number): Promise<Module> {
  const script = require.resolve(`${folder}/${threadedName}.js`);
  const factory = require(script) as Factory & { default?: Factory };
  const module = await withReportedCores(2 * threads, () =>
    (factory.default ?? factory)({
      mainScriptUrlOrBlob: script,
      locateFile: (file: string) =>
        file.endsWith(".worker.js")
          ? `${import.meta.dir}/wasm-thread.ts`
          : require.resolve(`${folder}/${file}`),
    }),
  );
  for (const worker of [...module.PThread.unusedWorkers, ...module.PThread.runningWorkers]) worker.unref();
  return Object.assign(module, { tfjs: entryPoints(module) }) as unknown as Module;
}

/** The functions the backend calls by name; signatures as in its own loader. */
const entryPoints = (module: ThreadedModule) => ({
  init: module.cwrap("init", null, []),
  initWithThreadsCount: module.cwrap("init_with_threads_count", null, ["number"]),
  getThreadsCount: module.cwrap("get_threads_count", "number", []),
  registerTensor: module.cwrap("register_tensor", null, ["number", "number", "number"]),
  disposeData: module.cwrap("dispose_data", null, ["number"]),
  dispose: module.cwrap("dispose", null, []),
});

/** The module reads the number of cores when it starts and makes half as many threads. */
async function withReportedCores<T>(cores: number, work: () => Promise<T>): Promise<T> {
  const os = require("node:os") as { cpus: () => unknown[] };
  const { cpus } = os;
  os.cpus = () => Array.from({ length: cores }, () => cpus()[0]);
  try {
    return await work();
  } finally {
    os.cpus = cpus;
  }
}
