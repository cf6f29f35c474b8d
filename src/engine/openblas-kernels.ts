/** The kernels that OpenBLAS should take where its own choice is not the best. */
import { dlopen } from "bun:ffi";
import { readFileSync } from "node:fs";

const variable = "OPENBLAS_CORETYPE";
/** What OpenBLAS's AVX-512 kernels for this family use. */
const needed = ["avx512f", "avx512dq", "avx512bw", "avx512vl"];

/**
 * OpenBLAS chooses its kernels by the name of the processor when it is loaded, and takes AVX2 ones for AMD processors newer than
 * itself. On those with AVX-512 the kernels of the same instruction set are asked for: a third faster on Zen 5 with OpenBLAS 0.3.21.
 * The user's own choice stands. Call it before OpenBLAS is loaded; it looks at the C environment, which process.env does not reach.
 */
export function chooseOpenBlasKernels(): void {
  const kernels = betterOpenBlasKernels();
  if (kernels === undefined) return;
  try {
    const { symbols } = dlopen("libc.so.6", {
      setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" },
    });
    symbols.setenv(bytes(variable), bytes(kernels), 0);
  } catch {
    // Another C library: OpenBLAS makes its own choice, which is only slower.
  }
}

/** The value of OPENBLAS_CORETYPE that is better than OpenBLAS's own choice on this machine; undefined when none is, or the user chose. */
export function betterOpenBlasKernels(): string | undefined {
  if (process.platform !== "linux" || process.env[variable]) return undefined;
  return wantsAvx512(readCpuInfo()) ? "SkylakeX" : undefined;
}

/** Whether `/proc/cpuinfo` describes an AMD processor with the AVX-512 that SkylakeX has. */
export function wantsAvx512(cpuInfo: string): boolean {
  if (!/^vendor_id\s*:\s*AuthenticAMD$/m.test(cpuInfo)) return false;
  const flags = new Set(cpuInfo.match(/^flags.*$/m)?.[0].split(/\s+/));
  return needed.every((name) => flags.has(name));
}

function readCpuInfo(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}

const bytes = (text: string) => Buffer.from(`${text}\0`);
