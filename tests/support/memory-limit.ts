/** Until the `using` block ends, this process can be given so many bytes more. */
export function memoryLimit(bytes: number): Disposable {
  const before = process.env.ENTORHINAL_MEMORY;
  // What it holds already shrinks and grows meanwhile.
  process.env.ENTORHINAL_MEMORY = String(process.memoryUsage.rss() + bytes);
  return {
    [Symbol.dispose]() {
      if (before === undefined) delete process.env.ENTORHINAL_MEMORY;
      else process.env.ENTORHINAL_MEMORY = before;
    },
  };
}
