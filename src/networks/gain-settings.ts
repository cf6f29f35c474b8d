import { positive } from "../setting.ts";

/** Factors on first weights, over PyTorch's defaults, which are good starts for few networks. */
export const gainSettings = (defaults: {
  readonly encoder: number;
  readonly input: number;
  readonly decoder: number;
}) => ({
  encoderGain: positive()
    .default(defaults.encoder)
    .describe("factor on the encoder's first weights, over PyTorch's default"),
  inputGain: positive()
    .default(defaults.input)
    .describe("factor on the velocity's first weights, over PyTorch's default"),
  decoderGain: positive()
    .default(defaults.decoder)
    .describe("factor on the decoder's first weights, over PyTorch's default"),
});
