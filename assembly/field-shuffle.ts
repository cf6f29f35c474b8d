/**
 * Maps in which the fields of a map stand somewhere else, and its other bins around them. Which bins are a field: src/analyse/fields.ts.
 * Plain reference: tests/support/reference/null-maps.ts.
 */
import { uniformColumns } from "./rng";

/** Random places that are tried for a field; one more draw says where all places are searched from. */
const TRIALS: i32 = 15;
const DRAWS: i32 = TRIALS + 1;
/** int32 in front of the fields of a plan, of each field, and of each bin. */
const HEADER: i32 = 2;
const FIELD: i32 = 3;
const BIN: i32 = 2;

/** Bytes of scratch memory `fieldShuffled` needs. */
export function fieldShuffledScratchBytes(bins: i32, fields: i32): i32 {
  return fields * DRAWS * 32 + 8 * bins * bins + 8 * bins;
}

/**
 * Maps first … first + count - 1, at most four: permutations of the visited bins of `map`. One field after the other comes to a random
 * place where it covers neither an unvisited bin nor another field: draws 16 f … 16 f + 14 of field f are tried, then all
 * places from draw 16 f + 15 on. Where there is none, it is put down there all the same, its covered bins in the nearest free ones. The
 * other bins fill what is free: they come as near to the fields, by rank, as they were.
 * @param map, out float64 [bins, bins] and [count, bins, bins]
 * @param plan int32: number of fields, number of visited bins; of each field its bins, height, width; of each bin, fields
 * first, its row * bins + column in its field and in the map; the rest by their distance to the nearest field
 */
export function fieldShuffled(
  map: usize,
  plan: usize,
  out: usize,
  scratch: usize,
  bins: i32,
  key0: i32,
  key1: i32,
  first: f64,
  count: i32,
): void {
  const fields = load<i32>(plan);
  const draws = scratch;
  const sources = draws + <usize>(fields * DRAWS * 32);
  const size = bins * bins;
  uniformColumns(key0, key1, first, 0, fields * DRAWS, draws);
  for (let lane = 0; lane < count; lane++) {
    const target = out + ((<usize>(lane * size)) << 3);
    const rest = placeFields(map, plan, sources, draws + ((<usize>lane) << 3), bins, fields);
    placeRest(plan, sources, rest, bins, fields);
    for (let bin = 0; bin < size; bin++) {
      const source = load<i32>(sources + ((<usize>bin) << 2));
      store<f64>(target + ((<usize>bin) << 3), source < 0 ? NaN : load<f64>(map + ((<usize>source) << 3)));
    }
  }
}

const FREE: i32 = -1;
const UNVISITED: i32 = -2;

const binsOf = (plan: usize, fields: i32): usize => plan + ((<usize>(HEADER + FIELD * fields)) << 2);

/** sources[bin] = where its rate comes from. Returns how many bins of the plan are placed. */
function placeFields(map: usize, plan: usize, sources: usize, draws: usize, bins: i32, fields: i32): i32 {
  for (let bin: usize = 0; bin < <usize>(bins * bins); bin++) {
    store<i32>(sources + (bin << 2), isNaN(load<f64>(map + (bin << 3))) ? UNVISITED : FREE);
  }
  const all = binsOf(plan, fields);
  let placed = 0;
  for (let field = 0; field < fields; field++) {
    const about = plan + ((<usize>(HEADER + FIELD * field)) << 2);
    const count = load<i32>(about);
    const down = bins - load<i32>(about, 4) + 1;
    const across = bins - load<i32>(about, 8) + 1;
    const list = all + ((<usize>(BIN * placed)) << 2);
    const own = draws + ((<usize>(DRAWS * field)) << 5);
    let shift = -1;
    let place = 0;
    for (let trial = 0; trial < DRAWS && shift < 0; trial++) {
      place = <i32>(load<f64>(own + ((<usize>trial) << 5)) * <f64>(down * across));
      shift = freeShift(list, count, sources, bins, place, across);
    }
    const start = place;
    for (let past = 1; past < down * across && shift < 0; past++) {
      place = start + past < down * across ? start + past : start + past - down * across;
      shift = freeShift(list, count, sources, bins, place, across);
    }
    if (shift < 0) {
      squeeze(list, count, sources, bins, (start / across) * bins + (start % across));
    } else {
      for (let i = 0; i < count; i++) {
        const bin = list + ((<usize>(BIN * i)) << 2);
        store<i32>(sources + ((<usize>(shift + load<i32>(bin))) << 2), load<i32>(bin, 4));
      }
    }
    placed += count;
  }
  return placed;
}

/** What moves the field to a place, where that is free; else -1. */
function freeShift(list: usize, count: i32, sources: usize, bins: i32, place: i32, across: i32): i32 {
  const shift = (place / across) * bins + (place % across);
  for (let i = 0; i < count; i++) {
    const bin = shift + load<i32>(list + ((<usize>(BIN * i)) << 2));
    if (load<i32>(sources + ((<usize>bin) << 2)) != FREE) return -1;
  }
  return shift;
}

/** Puts a field where there is no room: what is free first, then each bin that is not into the nearest free one. */
function squeeze(list: usize, count: i32, sources: usize, bins: i32, shift: i32): void {
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < count; i++) {
      const bin = list + ((<usize>(BIN * i)) << 2);
      const wanted = shift + load<i32>(bin);
      const source = load<i32>(bin, 4);
      const at = sources + ((<usize>wanted) << 2);
      if (pass == 0 && load<i32>(at) == FREE) store<i32>(at, source);
      else if (pass == 1 && load<i32>(at) != source)
        store<i32>(sources + ((<usize>nearestFree(sources, bins, wanted)) << 2), source);
    }
  }
}

/** Of equals the first. There is always one: the visited bins are as many as those that are placed. */
function nearestFree(sources: usize, bins: i32, wanted: i32): i32 {
  let best = -1;
  let least = i32.MAX_VALUE;
  for (let bin = 0; bin < bins * bins; bin++) {
    if (load<i32>(sources + ((<usize>bin) << 2)) != FREE) continue;
    const down = bin / bins - wanted / bins;
    const across = (bin % bins) - (wanted % bins);
    const distance = down * down + across * across;
    if (distance >= least) continue;
    least = distance;
    best = bin;
  }
  return best;
}

/** Fills the free bins by their distance to the nearest field, of equals the first, with the rest of the plan in its order. */
function placeRest(plan: usize, sources: usize, placed: i32, bins: i32, fields: i32): void {
  const size = bins * bins;
  const distances = sources + ((<usize>size) << 2);
  const starts = distances + ((<usize>size) << 2);
  distanceToFields(sources, distances, bins);
  memory.fill(starts, 0, (<usize>(2 * bins)) << 2);
  for (let bin = 0; bin < size; bin++) {
    if (load<i32>(sources + ((<usize>bin) << 2)) != FREE) continue;
    const at = starts + ((<usize>load<i32>(distances + ((<usize>bin) << 2))) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
  let next = placed;
  for (let distance = 0; distance < 2 * bins; distance++) {
    const at = starts + ((<usize>distance) << 2);
    const count = load<i32>(at);
    store<i32>(at, next);
    next += count;
  }
  const all = binsOf(plan, fields);
  for (let bin = 0; bin < size; bin++) {
    const at = sources + ((<usize>bin) << 2);
    if (load<i32>(at) != FREE) continue;
    const start = starts + ((<usize>load<i32>(distances + ((<usize>bin) << 2))) << 2);
    const turn = load<i32>(start);
    store<i32>(start, turn + 1);
    store<i32>(at, load<i32>(all + ((<usize>(BIN * turn)) << 2), 4));
  }
}

/** In steps along rows and columns, over unvisited bins, too. */
function distanceToFields(sources: usize, distances: usize, bins: i32): void {
  const far = 2 * bins - 1;
  for (let bin = 0; bin < bins * bins; bin++) {
    let distance = load<i32>(sources + ((<usize>bin) << 2)) >= 0 ? 0 : far;
    const at = distances + ((<usize>bin) << 2);
    if (bin >= bins) distance = min(distance, load<i32>(at - ((<usize>bins) << 2)) + 1);
    if (bin % bins > 0) distance = min(distance, load<i32>(at - 4) + 1);
    store<i32>(at, distance);
  }
  for (let bin = bins * bins - 1; bin >= 0; bin--) {
    const at = distances + ((<usize>bin) << 2);
    let distance = load<i32>(at);
    if (bin < bins * (bins - 1)) distance = min(distance, load<i32>(at + ((<usize>bins) << 2)) + 1);
    if (bin % bins < bins - 1) distance = min(distance, load<i32>(at, 4) + 1);
    store<i32>(at, distance);
  }
}
