/**
 * The block of shared memory through which the main thread commands the workers.
 * It is a buffer of its own, so that no kernel can write over it.
 */
export const slot = {
  generation: 0,
  command: 1,
  jobIndex: 2,
  nextBlock: 3,
  blockCount: 4,
  finished: 5,
  failed: 6,
  scratch: 7,
  scratchStride: 8,
  textLength: 9,
} as const;

export const command = { run: 1, runOnEach: 2, load: 3 } as const;

/** Stored in `nextBlock` to make every thread stop taking blocks. */
export const stop = 0x40000000;

/** Most numbers that the arguments of a job may be. */
export const maximumArguments = 96;
const textBytes = 8192;
const argumentsOffset = 128;
const textOffset = argumentsOffset + maximumArguments * 8;

export interface Control {
  readonly buffer: SharedArrayBuffer;
  readonly slots: Int32Array;
  readonly numbers: Float64Array;
  readonly text: Uint8Array;
}

export function openControl(
  buffer: SharedArrayBuffer = new SharedArrayBuffer(textOffset + textBytes),
): Control {
  return {
    buffer,
    slots: new Int32Array(buffer, 0, argumentsOffset / 4),
    numbers: new Float64Array(buffer, argumentsOffset, maximumArguments),
    text: new Uint8Array(buffer, textOffset, textBytes),
  };
}

export function writeText(control: Control, text: string): void {
  const bytes = new TextEncoder().encode(text).subarray(0, textBytes);
  control.text.set(bytes);
  Atomics.store(control.slots, slot.textLength, bytes.length);
}

export function readText(control: Control): string {
  return new TextDecoder().decode(control.text.slice(0, Atomics.load(control.slots, slot.textLength)));
}

const spinTurns = 2000;

/** Waits until `slots[index]` differs from `value`: a short spin first, then asleep. */
export function waitForChange(slots: Int32Array, index: number, value: number): void {
  for (let turn = 0; turn < spinTurns; turn++) {
    if (Atomics.load(slots, index) !== value) return;
  }
  while (Atomics.load(slots, index) === value) Atomics.wait(slots, index, value);
}
