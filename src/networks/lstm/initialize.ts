/** The first weights of the LSTM. */
import type { Engine } from "../../engine/engine.ts";
import { uniformWeights } from "../fresh-weights.ts";
import { type LstmWeightName, type LstmWeights, lstmLayout, type PathLstmShape } from "./path-lstm.ts";
import type { LstmSettings } from "./settings.ts";

/** Fresh random weights: PyTorch's defaults of nn.Linear and nn.LSTM, times the gains. */
export function initializeLstm(
  engine: Engine,
  shape: PathLstmShape,
  seed: number,
  { encoderGain, inputGain, decoderGain }: LstmSettings,
): LstmWeights {
  const { units, placeCells } = shape;
  const gains: Partial<Record<LstmWeightName, number>> = {
    encoder: encoderGain,
    cellEncoder: encoderGain,
    input: inputGain,
    decoder: decoderGain,
  };
  const fanIn = (name: LstmWeightName) => (name === "encoder" || name === "cellEncoder" ? placeCells : units);
  return uniformWeights(
    engine,
    lstmLayout(shape),
    seed,
    (name) => (gains[name] ?? 1) / Math.sqrt(fanIn(name)),
  );
}
