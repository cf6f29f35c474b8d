/** One line of JSON: typed arrays as lists; NaN, infinities and undefined as null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === undefined) return null;
    const list = ArrayBuffer.isView(part) && !(part instanceof DataView);
    return list ? Array.from(part as unknown as ArrayLike<number>) : part;
  });
}
