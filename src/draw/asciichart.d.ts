/** The package ships no types; this is the part in use. */
declare module "asciichart" {
  interface PlotOptions {
    offset: number;
    height: number;
    min: number;
    max: number;
    format: (value: number, row: number) => string;
    /** Axis (2), line ends (2), flat, up to right, down to right, left to down, left to up, upright. */
    symbols: readonly string[];
  }
  export function plot(
    series: readonly number[] | readonly (readonly number[])[],
    options: PlotOptions,
  ): string;
}
