import { expect, test } from "bun:test";
import { wantsAvx512 } from "../../../src/engine/openblas-kernels.ts";

const cpuInfo = (vendor: string, flags: string) =>
  `processor\t: 0\nvendor_id\t: ${vendor}\nflags\t\t: fpu ${flags} sse2\n`;
const all = "avx2 avx512f avx512dq avx512bw avx512vl";

test("AMD processors with AVX-512 get its kernels, others what OpenBLAS chooses", () => {
  expect(wantsAvx512(cpuInfo("AuthenticAMD", all))).toBe(true);
  expect(wantsAvx512(cpuInfo("AuthenticAMD", "avx2 avx512f"))).toBe(false);
  expect(wantsAvx512(cpuInfo("GenuineIntel", all))).toBe(false);
  expect(wantsAvx512("")).toBe(false);
});
