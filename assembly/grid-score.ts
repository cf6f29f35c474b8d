/**
 * 60 and 90 degree grid scores of an autocorrelogram over any set of rings.
 * Plain reference: tests/support/reference/grid-score.ts. Tables: src/analyse/ring-geometry.ts.
 */
import { correlateRing, grid60, grid90, ringBehind, ringSumsScratchBytes, sumSegments } from "./ring-sums";

/** Bytes of scratch memory `gridScore` needs. */
export function gridScoreScratchBytes(bins: i32, segments: i32): i32 {
  return ringSumsScratchBytes(bins, segments);
}

/**
 * Best 60 and 90 degree score over the rings.
 * grid60 = mean or minimum of rho(60), rho(120) minus mean or maximum of rho(30), rho(90), rho(150);
 * grid90 = rho(90) - mean of rho(45), rho(135). The first ring wins a tie.
 * Error below 1e-12 where the variance of the ring exceeds 1e-3.
 * @param autocorrelogram [2 bins - 1, 2 bins - 1] float64, point-symmetric
 * @param scores float64 grid60, grid90, ring of grid60, ring of grid90; NaN and -1 when no ring has a score
 * @param offsets [pixels, 5] int32 byte offsets: the pixel, the pixel a quarter turn on, the taps of 30, 150, 45
 * @param weights [pixels, 3, 8] float64 of the three samples, see `splineSample`
 * @param segments [segmentCount + 1] int32: first pixel of each segment; segments are what rings are made of
 * @param rings [ringCount, 2] int32: first segment and the one after the last
 * @param pearson 0: the turned ring is centred and scaled like the unturned one, as published; 1: by itself
 * @param minMax 0: mean form; 1: minimum minus maximum
 */
export function gridScore(
  autocorrelogram: usize,
  scores: usize,
  scratch: usize,
  offsets: usize,
  weights: usize,
  segments: usize,
  rings: usize,
  segmentCount: i32,
  ringCount: i32,
  bins: i32,
  pearson: i32,
  minMax: i32,
): void {
  const sums = sumSegments(
    autocorrelogram,
    scratch,
    offsets,
    weights,
    segments,
    segmentCount,
    0,
    segmentCount,
    bins,
  );
  const ring = ringBehind(sums, segmentCount);
  let best60 = f64.NaN;
  let best90 = f64.NaN;
  let ring60 = -1;
  let ring90 = -1;
  for (let r = 0; r < ringCount; r++) {
    const from = load<i32>(rings + ((<usize>r) << 3));
    const to = load<i32>(rings + ((<usize>r) << 3), 4);
    correlateRing(sums, segments, from, to, ring, pearson);
    const score60 = grid60(ring, minMax);
    const score90 = grid90(ring);
    if (!isNaN(score60) && !(score60 <= best60)) {
      best60 = score60;
      ring60 = r;
    }
    if (!isNaN(score90) && !(score90 <= best90)) {
      best90 = score90;
      ring90 = r;
    }
  }
  store<f64>(scores, best60);
  store<f64>(scores, best90, 8);
  store<f64>(scores, <f64>ring60, 16);
  store<f64>(scores, <f64>ring90, 24);
}
