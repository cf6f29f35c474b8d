/** Where static data of the kernels ends; the allocator of src/engine/memory.ts starts above it. */
export function heapBase(): usize {
  return __heap_base;
}
