/** Keys of JSON that stand twice in one object: JSON.parse takes the last of them and says nothing. */

/** Texts with their quotes, and what opens, closes and separates. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * @param json that JSON.parse reads
 * @returns the first key that an object has twice; undefined when none is
 */
export function repeatedKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  let text = "";
  for (const [token] of json.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") text = token;
    else {
      const key = JSON.parse(text) as string;
      const keys = open.at(-1)!;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
