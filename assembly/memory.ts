/** Where static data of the kernels ends; the allocator of src/engine/memory.ts starts above it. */
export function heapBase(): usize {
  return __heap_base;
}

/** Lets a job hand a number back to the main thread. */
export function storeFloat64(target: usize, value: f64): void {
  store<f64>(target, value);
}
