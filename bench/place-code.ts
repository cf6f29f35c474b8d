import { uniformCentres } from "../src/code/place-centres.ts";
import { encode, openPlaceCode, type PlaceCodeKind } from "../src/code/place-code.ts";
import { fillUniform } from "../src/engine/random.ts";
import { defaultArena as arena } from "../src/world/arena.ts";
import { copyLoop } from "./ceilings.ts";
import { type Benchmark, fastest } from "./measure.ts";

const positions = 4000;
const cells = 512;

/** An entry is one cell at one position; on one core. Beside it, a copy of what is written. */
const benchmark = (name: string, kind: PlaceCodeKind, surround?: number): Benchmark => ({
  lines: [{ name: `place code, ${name}`, unit: "entries/s" }],
  measure: ({ one, pace }) =>
    one.memory.scope(() => {
      const code = openPlaceCode(one, {
        arena,
        centres: uniformCentres(one, arena, cells, 0),
        kind,
        surround,
      });
      const points = one.memory.allocate("float32", [positions, 2], "positions");
      fillUniform(one, { seed: 0, stream: "bench", items: positions, draws: 2 }, points);
      const out = one.memory.allocate("float32", [positions, cells], "place code");
      const encodeAll = () => {
        encode(one, code, points, out);
        return out.view.at(-1)!;
      };
      const entries = positions * cells;
      const [took, copy] = fastest(pace, encodeAll, copyLoop(one, entries * 4));
      return [{ value: entries / took, ceiling: entries / copy }];
    }),
});

export const placeCodeBenchmarks: readonly Benchmark[] = [
  benchmark("difference of softmaxes", "differenceOfSoftmaxes"),
  benchmark("surround 3", "differenceOfSoftmaxes", 3),
  benchmark("gaussian", "gaussian"),
];
