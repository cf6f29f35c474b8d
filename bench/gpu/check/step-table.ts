/** Times a step of all devices side by side, beside what each device does at best. */
import type { TableColumn, TableValue } from "../../../src/draw/table.ts";
import { type Job, leastBytes, operations } from "../published-job.ts";
import type { Result } from "../result.ts";

export interface StepTime {
  readonly device: string;
  readonly units: number;
  readonly milliseconds: number;
  /** Of the rates the same device was measured at: dense products in its product of large matrices, least bytes in its sum of arrays. */
  readonly shareOfProducts?: number;
  readonly shareOfBandwidth?: number;
}

/** A twin that is given one batch again and again computes what the twin does. */
const rateName = (device: string): string => device.replace(/, no new batches$/, "");

export function stepTimes(results: readonly Result[], job: Job): StepTime[] {
  const rate = (device: string, unit: string): number | undefined => {
    const found = results.find((one) => one.unit === unit && one.device === device);
    return typeof found?.value === "number" ? found.value : undefined;
  };
  return results.flatMap(({ device, units, value, unit }) => {
    if (unit !== "ms a step" || device === undefined || units === undefined || typeof value !== "number")
      return [];
    const flops = rate(rateName(device), "GFLOP/s");
    const bytes = rate(/^torch/.test(device) ? "torch float32" : device, "GB/s");
    const perSecond = 1e-9 / (value / 1000);
    return [
      {
        ...{ device, units, milliseconds: value },
        ...(flops && { shareOfProducts: (operations(job, units) * perSecond) / flops }),
        ...(bytes && { shareOfBandwidth: (leastBytes(job, units) * perSecond) / bytes }),
      },
    ];
  });
}

/** One row a size. */
export function stepTable(times: readonly StepTime[]): { columns: TableColumn[]; rows: TableValue[][] } {
  const devices = [...new Set(times.map(({ device }) => device))];
  const sizes = [...new Set(times.map(({ units }) => units))].sort((a, b) => a - b);
  const cell = (units: number, device: string): string => {
    const found = times.find((time) => time.units === units && time.device === device);
    if (!found) return "";
    const { milliseconds, shareOfProducts } = found;
    const share = shareOfProducts === undefined ? "" : ` (${(100 * shareOfProducts).toFixed(1)} %)`;
    return `${milliseconds.toPrecision(3)}${share}`;
  };
  return {
    columns: [{ title: "units" }, ...devices.map((title) => ({ title, align: "right" as const }))],
    rows: sizes.map((units) => [String(units), ...devices.map((device) => cell(units, device))]),
  };
}
