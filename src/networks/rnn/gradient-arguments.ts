/** What the job of the weight gradients is given: sizes and addresses. */
export const gradientArguments = [
  "batch",
  "steps",
  "units",
  "cells",
  "inputs",
  "startCode", // [B, cells]
  "velocity", // [T, B, inputs]
  "states", // [T + 1, B, units]
  "delta", // [T + 1, B, units]
  "logitGradient", // [T, B, cells]
  "deltaPanels", // packed samples: the recurrent and input products are sparse, or 0
  "logitPanels", // packed samples: the decoder's product is sparse, or 0
  "encoderGradient",
  "inputGradient",
  "recurrentGradient",
  "decoderGradient",
] as const;
export type GradientArguments = Readonly<Record<(typeof gradientArguments)[number], number>>;
