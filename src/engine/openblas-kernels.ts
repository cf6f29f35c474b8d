/** The kernels that OpenBLAS should take where its own choice is not the best. */
import { readFileSync } from "node:fs";
import { openLibc } from "./libc.ts";

/** OpenBLAS reads it when it is loaded. */
export const coreVariable = "OPENBLAS_CORETYPE";
/** What OpenBLAS's AVX-512 kernels for this family use. */
const needed = ["avx512f", "avx512dq", "avx512bw", "avx512vl"];

/**
 * Makes an OpenBLAS that is loaded later take these kernels. It looks at the C environment, which process.env does not reach.
 * The user's own choice stands; where the C library is not known OpenBLAS makes its own choice, which is only slower.
 */
export function setOpenBlasKernels(kernels: string): void {
  const libc = openLibc({ setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" } });
  libc?.setenv(bytes(coreVariable), bytes(kernels), 0);
}

/**
 * The value of OPENBLAS_CORETYPE that is better than OpenBLAS's own choice on this machine; undefined when none is, or the user chose.
 * OpenBLAS chooses by the name of the processor and takes AVX2 kernels for AMD processors newer than itself. On those with AVX-512 the
 * kernels of the same instruction set are a third faster (Zen 5, OpenBLAS 0.3.21).
 */
export function betterOpenBlasKernels(): string | undefined {
  if (process.platform !== "linux" || process.env[coreVariable]) return undefined;
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
