/** The work on sums at lags, cut into blocks for the threads. */
import { defineJob } from "../../engine/job.ts";

const sumsPerBlock = 8192;
export const binsPerBlock = (units: number) => Math.ceil(sumsPerBlock / units);

/** A block takes all units of a few bins at one lag. */
export const sumBlock = defineJob(
  import.meta.url,
  "lag-sums",
  ["activities", "order", "starts", "sums", "samples", "bins", "units"],
  ({ kernels }, block, a) => {
    const perLag = Math.ceil(a.bins / binsPerBlock(a.units));
    const lag = Math.floor(block / perLag);
    const first = (block % perLag) * binsPerBlock(a.units);
    kernels.accumulateRates(
      a.activities,
      a.order + lag * a.samples * 4,
      a.starts + lag * (a.bins + 1) * 4,
      a.sums + lag * a.bins * a.units * 8,
      first,
      Math.min(a.bins, first + binsPerBlock(a.units)),
      a.units,
    );
  },
);

/** A block takes all pairs of one lag. */
export const squareBlock = defineJob(
  import.meta.url,
  "lag-squares",
  ["activities", "order", "starts", "squares", "smallest", "samples", "bins", "units"],
  ({ kernels }, lag, a) => {
    kernels.accumulateSquares(
      a.activities,
      a.order + lag * a.samples * 4,
      a.starts + (lag * (a.bins + 1) + a.bins) * 4,
      a.squares + lag * a.units * 8,
      a.smallest + lag * a.units * 8,
      a.units,
    );
  },
);

const unitsPerBlock = 64;
export const describeBlocks = (units: number) => Math.ceil(units / unitsPerBlock);

/** A block takes some units at one lag: their maps and what these tell of the place. */
export const describeBlock = defineJob(
  import.meta.url,
  "lag-maps",
  ["sums", "visits", "squares", "smallest", "maps", "explained", "information", "bins", "units"],
  ({ kernels }, block, a) => {
    const first = block * unitsPerBlock;
    const count = Math.min(unitsPerBlock, a.units - first);
    const maps = a.maps + first * a.bins * 8;
    kernels.meanMaps(a.sums + first * 8, a.visits, maps, a.bins, count, a.units);
    kernels.tellOfPlace(
      maps,
      a.visits,
      a.squares + first * 8,
      a.smallest + first * 8,
      a.explained + first * 8,
      a.information + first * 8,
      count,
      a.bins,
    );
  },
);

/** A block takes eight units at one lag: their maps in a shuffle and what these tell of the place. */
export const partedBlock = defineJob(
  import.meta.url,
  "lag-null-maps",
  [
    ...(["activities", "source", "runs", "runStarts", "visits", "squares", "smallest", "maps"] as const),
    ...(["explained", "information", "moments", "lags", "bins", "units"] as const),
  ],
  ({ kernels, scratch }, block, a) => {
    const together = kernels.gatheredUnits();
    // The activities of eight units stay in the cache for all lags.
    const [first, lag] = [Math.floor(block / a.lags) * together, block % a.lags];
    const count = Math.min(together, a.units - first);
    const row = lag * a.units + first;
    const squares = a.squares + block * together * 8;
    const visits = a.visits + lag * a.bins * 4;
    const maps = a.maps + row * a.bins * 8;
    kernels.gatherMaps(
      a.activities + first * a.moments * 4,
      a.source,
      a.runs,
      a.runStarts + lag * 4,
      visits,
      maps,
      squares,
      scratch,
      a.bins,
      count,
    );
    kernels.tellOfPlace(
      maps,
      visits,
      squares,
      a.smallest + first * 8,
      a.explained + row * 8,
      a.information === 0 ? 0 : a.information + row * 8,
      count,
      a.bins,
    );
  },
);
