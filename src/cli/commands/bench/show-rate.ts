import { formatSignificant } from "../../../draw/text.ts";

/** Three digits: 52.4, 812 k, 31.2 M. */
export function showRate(value: number): string {
  const [factor, letter] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  return formatSignificant(value / factor, 3) + letter;
}
