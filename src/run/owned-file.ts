/**
 * A file that one process at a time has: its content says who. What a process left that is gone is taken over.
 *
 * Why no two have it. The file is made by `link`, which fails if it exists and shows the whole content at once. Nobody removes a
 * file that is not his. A dead owner's content D, which never comes back (it holds a random mark), is replaced by whoever has the
 * file FILE.hash(D), and only after looking once more that D still stands there: while he has it nobody else may replace D, and
 * who gets it later finds D gone. FILE.hash(D) is itself a file that one process has, so one whose owner was killed is taken over
 * by the same rule. Once D is gone, FILE.hash(D) decides nothing any more, and whoever has FILE may remove it.
 */
import { randomUUID } from "node:crypto";
import { linkSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { discard } from "../format/discard.ts";
import { fileTrouble } from "../format/file-trouble.ts";
import { lookUpLink } from "../format/look-up.ts";
import { partialName } from "../format/partial.ts";
import { isGone, type ProcessOwner, processOwnerSchema, thisProcess } from "../format/process-owner.ts";
import { readFileText } from "../format/read-file.ts";
import { UserError } from "../user-error.ts";

/** A file that this process has. */
export interface OwnedFile {
  /** Whether it still stands there as it was made. */
  isHeld(): boolean;
  /** Removes it, if it is still this process's. */
  release(): void;
}

/**
 * Makes the file, or takes it over from a process that is gone.
 * @returns who has it, when another process has
 * @throws UserError when it cannot be read or written
 */
export function takeFile(path: string): OwnedFile | ProcessOwner {
  const text = `${JSON.stringify({ ...thisProcess(), mark: randomUUID() })}\n`;
  const other = take(path, text);
  if (other) return other;
  removeDecided(path);
  const isHeld = () => {
    try {
      return contentOf(path) === text;
    } catch (error) {
      // Something else stands in its place.
      if (error instanceof UserError) return false;
      throw error;
    }
  };
  const release = () => {
    if (isHeld()) discard(path);
  };
  return { isHeld, release };
}

export const isOwned = (taken: OwnedFile | ProcessOwner): taken is OwnedFile => "release" in taken;

/** Who has the file; undefined when nobody has, or it cannot be read. A process on another machine is believed to live. */
export function ownerOf(path: string): ProcessOwner | undefined {
  try {
    const content = contentOf(path);
    return content === undefined ? undefined : livingOwnerIn(content);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function take(path: string, text: string): ProcessOwner | undefined {
  for (;;) {
    if (created(path, text)) return undefined;
    const found = contentOf(path);
    if (found === undefined) continue;
    const owner = livingOwnerIn(found);
    if (owner) return owner;
    const succession = `${path}.${hashOf(found)}`;
    const successor = take(succession, text);
    if (successor) return successor;
    try {
      if (contentOf(path) === found) {
        replace(path, text);
        return undefined;
      }
    } finally {
      discard(succession);
    }
  }
}

/** File systems that know no links. */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

function created(path: string, text: string): boolean {
  return withPartial(path, text, (partial) => {
    try {
      linkSync(partial, path);
    } catch (error) {
      if (!withoutLinks.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      writeFileSync(path, text, { flag: "wx" });
    }
  });
}

const replace = (path: string, text: string): boolean =>
  withPartial(path, text, (partial) => renameSync(partial, path));

/** @returns false when the path exists */
function withPartial(path: string, text: string, place: (partial: string) => void): boolean {
  const partial = join(dirname(path), partialName());
  try {
    writeFileSync(partial, text, { flag: "wx" });
    place(partial);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw fileTrouble(path, error);
  } finally {
    discard(partial);
  }
}

/** Without links the content comes a moment after the name. */
function contentOf(path: string): string | undefined {
  for (let wait = 0; ; wait++) {
    const text = textOf(path);
    if (text === undefined || text.endsWith("}") || text.endsWith("\n") || wait === 10) return text;
    Bun.sleepSync(20);
  }
}

/** Undefined: there is no such file. */
function textOf(path: string): string | undefined {
  try {
    return readFileText(path);
  } catch (error) {
    // Its owner may remove it at any moment.
    if (lookUpLink(path) === undefined) return undefined;
    throw error;
  }
}

/** Undefined: the owner is gone, or the content names none. */
function livingOwnerIn(content: string): ProcessOwner | undefined {
  try {
    const owner = processOwnerSchema.parse(JSON.parse(content));
    if (!isGone(owner)) return owner;
  } catch {
    // As a process leaves it that was killed while it wrote.
  }
  return undefined;
}

const hashOf = (content: string): string =>
  new Bun.CryptoHasher("sha256").update(content).digest("hex").slice(0, 16);

function removeDecided(path: string): void {
  const decided = new RegExp(`^${RegExp.escape(basename(path))}(\\.[0-9a-f]{16})+$`);
  for (const name of readdirSync(dirname(path))) {
    if (decided.test(name)) discard(join(dirname(path), name));
  }
}
