/** A recording of others, whatever format its content has. */
import { FileWindow } from "../../format/file-window.ts";
import { isHdf5 } from "../../format/hdf5-signature.ts";
import { startsLikeNpy } from "../../format/npy-header.ts";
import { UserError } from "../../user-error.ts";
import { checkedSession } from "./checked-session.ts";
import { csvSession, csvSpikes } from "./csv-session.ts";
import { npzSession } from "./npz-session.ts";
import { nwbSessions } from "./nwb-session.ts";
import type { RecordedSession } from "./session.ts";

export interface ReadOptions {
  /** A table of spikes in a file of its own. */
  readonly spikes: string | undefined;
  /** Of the positions, where there are several. */
  readonly series: string | undefined;
  /** All series, each as a session. */
  readonly every: boolean;
  /** m, a unit of length of the file; undefined: the one it names, else 1. */
  readonly scale: number | undefined;
  readonly headingDegrees: boolean;
}

/**
 * One session, or with `every` one for each series of positions.
 * @throws UserError for what is no recording, is damaged, or does not say what it has to
 */
export async function readRecording(path: string, options: ReadOptions): Promise<RecordedSession[]> {
  const format = formatOf(path);
  const spikes = options.spikes === undefined ? undefined : csvSpikes(options.spikes);
  for (const name of ["series", "headingDegrees"] as const) {
    if (!options[name] || (format === "nwb") === (name === "series")) continue;
    const flag = name === "series" ? "--series" : "--heading-degrees";
    throw new UserError(
      `${flag} is ${format === "nwb" ? "not " : ""}for NWB: ${path}`,
      `leave out ${flag}`,
      2,
    );
  }
  const sessions =
    format === "nwb"
      ? await nwbSessions(path, { ...options, spikes })
      : format === "npz"
        ? [npzSession(path, options.scale ?? 1, spikes)]
        : [csvSession(path, options.scale, spikes)];
  return sessions.map((session) => checkedSession(inRadians(session, options.headingDegrees), path));
}

function inRadians(session: RecordedSession, degrees: boolean): RecordedSession {
  const { heading } = session;
  if (!heading || !degrees) return session;
  return {
    ...session,
    heading: { ...heading, values: heading.values.map((value) => (value * Math.PI) / 180) },
  };
}

const tables = /\.(csv|tsv|txt)$/i;

function formatOf(path: string): "nwb" | "npz" | "csv" {
  using window = new FileWindow(path);
  if (isHdf5(window)) return "nwb";
  const start = window.read(0, 8);
  const isZip = start[0] === 0x50 && start[1] === 0x4b;
  if (isZip || startsLikeNpy(start) || /\.npz$/i.test(path)) return "npz";
  if (tables.test(path)) return "csv";
  throw /\.nwb$/i.test(path)
    ? new UserError(`${path} is not an HDF5 file, as NWB files are`, "name another file")
    : new UserError(`${path} is neither NWB nor .npz nor .csv`, "export positions and spikes to one of them");
}
