/** "1 trajectory", "12 trajectories". @param many default: with an s */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
