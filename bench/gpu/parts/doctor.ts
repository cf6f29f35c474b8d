import type { AdapterReport } from "../../../src/cli/commands/doctor/webgpu.ts";
import { runProgram } from "../program.ts";
import type { Part } from "../result.ts";

interface Diagnosis {
  readonly threads: number;
  readonly blas?: { readonly description: string };
  readonly webgpu: { readonly adapters: readonly AdapterReport[]; readonly remarks: readonly string[] };
}

export const doctor: Part = async ({ say }) => {
  const document: Diagnosis = JSON.parse(await runProgram("doctor", "--json"));
  const { adapters, remarks } = document.webgpu;
  say({
    name: "doctor",
    value: `${document.threads} threads, ${document.blas?.description ?? "no BLAS"}`,
    document,
  });
  for (const { name, kind } of adapters)
    say({ name: "adapter", value: `${name}, ${kind}`, passes: kind === "hardware" });
  if (adapters.length === 0) say({ name: "adapter", value: "none", passes: false });
  for (const remark of remarks) say({ name: "remark", value: remark });
};
