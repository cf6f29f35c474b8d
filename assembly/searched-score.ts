/**
 * 60 and 90 degree grid scores of an autocorrelogram in rings of its own.
 * Plain reference: tests/support/reference/ring-search.ts. Tables: src/analyse/ring-geometry.ts.
 */
import { middleRadius, middleRadiusScratchBytes, peakDistances } from "./ring-search";
import { correlateRing, grid60, grid90, ringBehind, ringSumsScratchBytes, sumSegments } from "./ring-sums";

/** An expanding circle's score is the mean over so many neighbouring radii. */
const NEIGHBOURS: i32 = 3;

/** Bytes of scratch memory `sixPeaksScore` and `expandingCircleScore` need. */
export function searchedScoreScratchBytes(bins: i32, segments: i32): i32 {
  return max(ringSumsScratchBytes(bins, segments) + (bins << 4), middleRadiusScratchBytes(bins));
}

/**
 * Scores in the ring around the six inner peaks: from half the distance of the nearest to that distance and the sixth's together,
 * within `bins`. Nothing is written when there are fewer than six.
 * @param scores float64 grid60, grid90, inner and outer radius of the ring of either, bins
 * @param radii [segmentCount + 1] float64, bins: segment s holds the pixels of radius radii[s + 1]
 * @param scratch, offsets, weights, segments, pearson, minMax as in `gridScore`
 */
export function sixPeaksScore(
  autocorrelogram: usize,
  scores: usize,
  scratch: usize,
  offsets: usize,
  weights: usize,
  segments: usize,
  radii: usize,
  segmentCount: i32,
  bins: i32,
  pearson: i32,
  minMax: i32,
): void {
  if (!peakDistances(autocorrelogram, bins, scratch)) return;
  const inner = sqrt(load<f64>(scratch)) / 2;
  const outer = min<f64>(bins, inner + sqrt(load<f64>(scratch, 8)));
  const from = segmentsWithin(radii, segmentCount, inner);
  const to = segmentsWithin(radii, segmentCount, outer);
  const sums = sumSegments(
    autocorrelogram,
    scratch,
    offsets,
    weights,
    segments,
    segmentCount,
    from,
    to,
    bins,
  );
  const ring = ringBehind(sums, segmentCount);
  correlateRing(sums, segments, from, to, ring, pearson);
  storeScore(scores, grid60(ring, minMax), inner, outer, 0);
  storeScore(scores, grid90(ring), inner, outer, 1);
}

/**
 * Best mean over three neighbouring outer radii, whole bins from one beyond the middle field on; the ring of a score is the middle one
 * of the three. With fewer radii, the mean over them. Nothing is written when there is none.
 * @param scores, radii and the rest as in `sixPeaksScore`
 */
export function expandingCircleScore(
  autocorrelogram: usize,
  scores: usize,
  scratch: usize,
  offsets: usize,
  weights: usize,
  segments: usize,
  radii: usize,
  segmentCount: i32,
  bins: i32,
  pearson: i32,
  minMax: i32,
): void {
  const inner = middleRadius(autocorrelogram, scratch, bins);
  const smallest = i32(Math.ceil(inner)) + 1;
  const rings = bins + 1 - smallest;
  if (rings < 1) return;
  const from = segmentsWithin(radii, segmentCount, inner);
  const end = segmentsWithin(radii, segmentCount, bins);
  const sums = sumSegments(
    autocorrelogram,
    scratch,
    offsets,
    weights,
    segments,
    segmentCount,
    from,
    end,
    bins,
  );
  const ring = ringBehind(sums, segmentCount);
  const found = scratch + <usize>ringSumsScratchBytes(bins, segmentCount);
  for (let r = 0; r < rings; r++) {
    const to = segmentsWithin(radii, segmentCount, smallest + r);
    correlateRing(sums, segments, from, to, ring, pearson);
    store<f64>(found + ((<usize>r) << 4), grid60(ring, minMax));
    store<f64>(found + ((<usize>r) << 4), grid90(ring), 8);
  }
  const together = min(NEIGHBOURS, rings);
  for (let r = 0; r + together <= rings; r++) {
    const outer = <f64>(smallest + r + together / 2);
    const at = found + ((<usize>r) << 4);
    storeBetter(scores, meanOf(at, together), inner, outer, 0);
    storeBetter(scores, meanOf(at + 8, together), inner, outer, 1);
  }
}

function meanOf(values: usize, count: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += load<f64>(values + ((<usize>i) << 4));
  return sum / <f64>count;
}

function storeBetter(scores: usize, score: f64, inner: f64, outer: f64, which: i32): void {
  if (!isNaN(score) && !(score <= load<f64>(scores + ((<usize>which) << 3)))) {
    storeScore(scores, score, inner, outer, which);
  }
}

function storeScore(scores: usize, score: f64, inner: f64, outer: f64, which: i32): void {
  if (isNaN(score)) return;
  store<f64>(scores + ((<usize>which) << 3), score);
  store<f64>(scores + ((<usize>which) << 4), inner, 16);
  store<f64>(scores + ((<usize>which) << 4), outer, 24);
}

/** How many segments have no pixel beyond the radius. */
function segmentsWithin(radii: usize, segmentCount: i32, radius: f64): i32 {
  let low = 0;
  let high = segmentCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(radii + ((<usize>middle) << 3), 8) <= radius) low = middle + 1;
    else high = middle;
  }
  return low;
}
