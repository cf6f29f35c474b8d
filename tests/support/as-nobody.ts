/** Work without the rights of root, who may read and write everything. */
const nobody = 65534;

/** Whether `asNobody` works: it needs no rights, or those to give them up. None on Windows. */
export const canBeNobody = process.platform !== "win32";

/**
 * Does the work as a user who owns nothing, in a folder. Paths in it are relative: the folders above may be closed to him. What
 * it imports must be loaded before.
 */
export function asNobody<Result>(folder: string, work: () => Result): Result {
  const before = process.cwd();
  const isRoot = process.geteuid?.() === 0;
  process.chdir(folder);
  if (isRoot) process.seteuid!(nobody);
  try {
    return work();
  } finally {
    if (isRoot) process.seteuid!(0);
    process.chdir(before);
  }
}
