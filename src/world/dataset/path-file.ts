/** A file of trajectories of one length, of which one at a time comes into memory. */
import type { EgoForm } from "../rebuilt-path.ts";
import type { PathRecord } from "./path-record.ts";

/** What a file says of itself. */
export interface PathHeader {
  /** What its speeds and turns mean. */
  readonly form: EgoForm;
  /** s, one step. */
  readonly dt: number;
  readonly box: RecordedBox;
}

/** Sides in m; of a round box both are its diameter. */
export interface RecordedBox {
  readonly width: number;
  readonly height: number;
  readonly round?: boolean | undefined;
}

export interface PathFile {
  /** For errors. */
  readonly name: string;
  readonly records: number;
  readonly steps: number;
  /** Only of files of our own. */
  readonly header: PathHeader | undefined;
  /** Of what the records are and in which order, wherever they lie; 64 hexadecimal digits. */
  readonly checksum: string;
  /** @throws UserError when the record is damaged, or was changed since the file was opened */
  read(record: number): PathRecord;
  /** All of them in order, for whoever looks at the whole. @throws UserError naming the first that is damaged */
  all(): Iterable<PathRecord>;
}
