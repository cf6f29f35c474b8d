/** Sizes and colours that all figures share. */

/** The font PNGs are drawn with, and for SVG what is as wide. Sizes of texts are worked out for it. */
export const fontFamily = "DejaVu Sans, Verdana, sans-serif";

export const textSize = { title: 15, label: 12, small: 11 } as const;

export const ink = { strong: "#1f2328", plain: "#4a5058", faint: "#c9ced6", grid: "#eceef1" } as const;

/** Apart on white and for colour-blind eyes (Okabe and Ito 2008); grey is for what others are compared with. */
export const dataColour = { first: "#0072b2", second: "#d55e00", third: "#009e73", null: "#8a9099" } as const;

/** A cycle for things of one kind, such as trajectories. */
const cycle = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a51a3", "#7f6a55"];
export const cycleColour = (index: number): string => cycle[index % cycle.length]!;

export const margin = 18;
