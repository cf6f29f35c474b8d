/** How the update of an array is cut into blocks: the same for any number of workers, and no bit of a weight depends on it. */

export const chunk = 1 << 15;

export const chunksOf = (count: number): number => Math.ceil(count / chunk);

/** The part of block number `block`, as bytes to skip and elements to take. */
export const partOf = (block: number, count: number) => ({
  offset: block * chunk * 4,
  part: Math.min(chunk, count - block * chunk),
});
