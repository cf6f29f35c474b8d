/**
 * Temporary names of files and folders that are being written, and what killed processes left under them. The name says
 * whose it is: nobody else's is ever removed.
 */
import { randomUUID } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isGone, type ProcessOwner, thisProcess } from "./process-owner.ts";

/** `.PID-START-HOST-UNIQUE.partial`; START is missing where it is not known. */
const pattern = /^\.(\d+)-(\d*)-([0-9a-f]{8})-[0-9a-f]{8}\.partial$/;

/** A new hidden name for what is not whole yet. */
export function partialName(): string {
  const { pid, host, started = "" } = thisProcess();
  return `.${pid}-${started}-${hostMark(host)}-${randomUUID().slice(0, 8)}.partial`;
}

/** Whether something under this name is not whole, whoever writes it. */
export const isPartial = (name: string): boolean => /^\..*\.partial$/.test(name);

/** Removes from a folder what processes that are gone were writing there. What is another machine's, or may not be removed, stays. */
export function removeLeftovers(folder: string): void {
  for (const name of namesIn(folder)) {
    const owner = ownerOf(name);
    if (!owner || !isGone(owner)) continue;
    try {
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Of another user: a leftover is no reason to fail.
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Missing or unreadable: whoever writes there says so.
    return [];
  }
}

function ownerOf(name: string): ProcessOwner | undefined {
  const [, pid, started, host] = pattern.exec(name) ?? [];
  const here = thisProcess().host;
  if (host !== hostMark(here)) return undefined;
  return { pid: Number(pid), host: here, started: started === "" ? undefined : Number(started) };
}

/** Of any host name the same few letters that a file name may hold. */
const hostMark = (host: string): string =>
  new Bun.CryptoHasher("sha256").update(host).digest("hex").slice(0, 8);
