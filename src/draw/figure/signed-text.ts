/** A number with a fixed count of decimals, a true minus sign, and no negative zero. */
export const signedText = (value: number, decimals: number): string =>
  value
    .toFixed(decimals)
    .replace(/^-(?=[0.]*$)/, "")
    .replace("-", "\u2212");
