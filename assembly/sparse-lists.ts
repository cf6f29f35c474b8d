/** Lists of what is not zero, in the form sparse.ts reads. Every element is written to its list; only a non-zero moves the end on. */
import { PANEL_ROW_BYTES, SEGMENT } from "./panels";
import { addFurtherInputs } from "./recurrent";
import { listBytes } from "./sparse";

const SEGMENT_BYTES: usize = (<usize>SEGMENT) << 2;

/** One list a row of A [rows, depth], depth at most one segment; `counts` int32 [rows] receives their lengths. */
export function listRows(rows: i32, depth: i32, a: usize, lda: i32, lists: usize, counts: usize): void {
  const step = (<usize>lda) << 2;
  const rowBytes = (<usize>depth) << 2;
  const whole = rowBytes & ~(<usize>15);
  for (let row = 0; row < rows; row++) {
    let end = lists;
    let offset: u32 = 0;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      end = appendFour(end, offset, v128.load(a + i));
      offset += 4 * <u32>PANEL_ROW_BYTES;
    }
    for (; i < rowBytes; i += 4) {
      end = append(end, offset, load<f32>(a + i));
      offset += <u32>PANEL_ROW_BYTES;
    }
    store<i32>(counts + ((<usize>row) << 2), <i32>(end - lists) >> 3);
    lists += listBytes();
    a += step;
  }
}

/** One list a column of A [depth, columns]; `counts` int32 [columns] receives their lengths. */
export function listColumns(depth: i32, columns: i32, a: usize, lda: i32, lists: usize, counts: usize): void {
  const step = (<usize>lda) << 2;
  const stride = <usize>listBytes();
  let first = 0;
  for (; first + 4 <= columns; first += 4) {
    let end0 = lists;
    let end1 = lists + stride;
    let end2 = lists + 2 * stride;
    let end3 = lists + 3 * stride;
    let from = a + ((<usize>first) << 2);
    const limit = <u32>depth * <u32>PANEL_ROW_BYTES;
    for (let offset: u32 = 0; offset < limit; offset += <u32>PANEL_ROW_BYTES) {
      const x = v128.load(from);
      end0 = append(end0, offset, f32x4.extract_lane(x, 0));
      end1 = append(end1, offset, f32x4.extract_lane(x, 1));
      end2 = append(end2, offset, f32x4.extract_lane(x, 2));
      end3 = append(end3, offset, f32x4.extract_lane(x, 3));
      from += step;
    }
    const to = counts + ((<usize>first) << 2);
    store<i32>(to, <i32>(end0 - lists) >> 3);
    store<i32>(to, <i32>(end1 - lists - stride) >> 3, 4);
    store<i32>(to, <i32>(end2 - lists - 2 * stride) >> 3, 8);
    store<i32>(to, <i32>(end3 - lists - 3 * stride) >> 3, 12);
    lists += 4 * stride;
  }
  for (; first < columns; first++) {
    let end = lists;
    for (let row = 0; row < depth; row++) {
      const value = load<f32>(a + <usize>row * step + ((<usize>first) << 2));
      end = append(end, <u32>row * <u32>PANEL_ROW_BYTES, value);
    }
    store<i32>(counts + ((<usize>first) << 2), <i32>(end - lists) >> 3);
    lists += stride;
  }
}

/**
 * hidden [rows, units] = max(0, hidden + scale * input [rows, inputs] · inputWeights [inputs, units]), and the lists of what is not zero:
 * [segment][row], segments of SEGMENT units, with `counts` int32 [segment][row].
 * @returns how many of the new activities are not zero
 */
export function rectifyAndList(
  hidden: usize,
  input: usize,
  inputWeights: usize,
  rows: i32,
  units: i32,
  inputs: i32,
  scale: f32,
  lists: usize,
  counts: usize,
): i32 {
  const rowBytes = (<usize>units) << 2;
  let active = 0;
  for (let row = 0; row < rows; row++) {
    addFurtherInputs(hidden, input, inputWeights, rowBytes, inputs, scale);
    const vx = scale * load<f32>(input);
    const vy = inputs > 1 ? scale * load<f32>(input, 4) : 0;
    let list = lists;
    let count = counts;
    for (let first: usize = 0; first < rowBytes; first += SEGMENT_BYTES) {
      const bytes = min(SEGMENT_BYTES, rowBytes - first);
      const weights = inputWeights + first;
      const end = rectifyRow(
        hidden + first,
        weights,
        inputs > 1 ? weights + rowBytes : weights,
        bytes,
        vx,
        vy,
        list,
      );
      const length = <i32>(end - list) >> 3;
      store<i32>(count, length);
      active += length;
      list += <usize>rows * <usize>listBytes();
      count += (<usize>rows) << 2;
    }
    hidden += rowBytes;
    input += (<usize>inputs) << 2;
    lists += listBytes();
    counts += 4;
  }
  return active;
}

function rectifyRow(
  row: usize,
  weightsX: usize,
  weightsY: usize,
  bytes: usize,
  vx: f32,
  vy: f32,
  list: usize,
): usize {
  const zero = f32x4.splat(0);
  const wideX = f32x4.splat(vx);
  const wideY = f32x4.splat(vy);
  const whole = bytes & ~(<usize>15);
  let offset: u32 = 0;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const drive = f32x4.add(
      f32x4.mul(wideX, v128.load(weightsX + i)),
      f32x4.mul(wideY, v128.load(weightsY + i)),
    );
    const x = f32x4.pmax(f32x4.add(v128.load(row + i), drive), zero);
    v128.store(row + i, x);
    list = appendFour(list, offset, x);
    offset += 4 * <u32>PANEL_ROW_BYTES;
  }
  for (; i < bytes; i += 4) {
    const drive = vx * load<f32>(weightsX + i) + vy * load<f32>(weightsY + i);
    const value = f32x4.extract_lane(f32x4.pmax(f32x4.splat(load<f32>(row + i) + drive), zero), 0);
    store<f32>(row + i, value);
    list = append(list, offset, value);
    offset += <u32>PANEL_ROW_BYTES;
  }
  return list;
}

/** delta [rows, units] = delta where hidden > 0, 0 elsewhere, and the lists of what is not zero, as above. */
export function maskAndList(
  delta: usize,
  hidden: usize,
  rows: i32,
  units: i32,
  lists: usize,
  counts: usize,
): void {
  const rowBytes = (<usize>units) << 2;
  for (let row = 0; row < rows; row++) {
    let list = lists;
    let count = counts;
    for (let first: usize = 0; first < rowBytes; first += SEGMENT_BYTES) {
      const end = maskRow(delta + first, hidden + first, min(SEGMENT_BYTES, rowBytes - first), list);
      store<i32>(count, <i32>(end - list) >> 3);
      list += <usize>rows * <usize>listBytes();
      count += (<usize>rows) << 2;
    }
    delta += rowBytes;
    hidden += rowBytes;
    lists += listBytes();
    counts += 4;
  }
}

function maskRow(delta: usize, hidden: usize, bytes: usize, list: usize): usize {
  const zero = f32x4.splat(0);
  const whole = bytes & ~(<usize>15);
  let offset: u32 = 0;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const x = v128.and(v128.load(delta + i), f32x4.gt(v128.load(hidden + i), zero));
    v128.store(delta + i, x);
    list = appendFour(list, offset, x);
    offset += 4 * <u32>PANEL_ROW_BYTES;
  }
  for (; i < bytes; i += 4) {
    const value: f32 = load<f32>(hidden + i) > 0 ? load<f32>(delta + i) : 0;
    store<f32>(delta + i, value);
    list = append(list, offset, value);
    offset += <u32>PANEL_ROW_BYTES;
  }
  return list;
}

function appendFour(end: usize, offset: u32, x: v128): usize {
  end = append(end, offset, f32x4.extract_lane(x, 0));
  end = append(end, offset + <u32>PANEL_ROW_BYTES, f32x4.extract_lane(x, 1));
  end = append(end, offset + 2 * <u32>PANEL_ROW_BYTES, f32x4.extract_lane(x, 2));
  return append(end, offset + 3 * <u32>PANEL_ROW_BYTES, f32x4.extract_lane(x, 3));
}

function append(end: usize, offset: u32, value: f32): usize {
  store<u32>(end, offset);
  store<f32>(end, value, 4);
  return end + ((<usize>(value != 0)) << 3);
}
