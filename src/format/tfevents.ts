/** Curves, pictures and texts for TensorBoard: an append-only file of Event messages in TFRecord framing. */
import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileTrouble } from "./file-trouble.ts";
import { joinBytes } from "./join-bytes.ts";
import {
  bytesField,
  doubleField,
  fieldsOf,
  floatField,
  integerField,
  integerOf,
  messageField,
  textField,
} from "./protobuf.ts";
import { writeRecord } from "./tfrecord.ts";

/** Field numbers of tensorflow.Event, tensorflow.Summary and tensorflow.Summary.Value, and of what a Value holds. */
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const summary = { value: 1 } as const;
const summaryValue = { tag: 1, simpleValue: 2, image: 4, tensor: 8, metadata: 9 } as const;
const image = { height: 1, width: 2, colourSpace: 3, encoded: 4 } as const;
const tensor = { type: 1, shape: 2, texts: 8 } as const;
const tensorShape = { dimension: 2, size: 1 } as const;
const metadata = { plugin: 1, name: 1 } as const;
/** Of tensorflow.DataType. */
const textType = 7;
/** Red, green, blue, alpha. */
const channels = 4;

/** A PNG file as TensorBoard shows it. */
export interface EventImage {
  /** Name of the picture; a slash makes groups. */
  readonly tag: string;
  readonly png: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const flushBytes = 1 << 16;
const flushMilliseconds = 2000;

/**
 * Writes one event file. TensorBoard merges all event files of a directory, so a resumed run opens another one.
 * Events are buffered for up to 64 KiB or, while more come, two seconds.
 */
export class EventWriter {
  readonly path: string;
  private readonly file: number;
  private readonly pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private lastFlush = performance.now();
  private closed = false;

  /**
   * Creates `directory` if need be and in it events.out.tfevents.SECONDS.HOST.PROCESS.NUMBER
   * @param wallTime seconds since 1970
   * @throws UserError when the file cannot be made
   */
  constructor(directory: string, wallTime = Date.now() / 1000) {
    const stem = join(directory, `events.out.tfevents.${Math.floor(wallTime)}.${hostname()}.${process.pid}`);
    try {
      mkdirSync(directory, { recursive: true });
      [this.path, this.file] = openNew(stem);
    } catch (error) {
      throw fileTrouble(directory, error);
    }
    this.append(doubleField(event.wallTime, wallTime), textField(event.fileVersion, "brain.Event:2"));
    this.flush();
  }

  /**
   * @param tag name of the curve; a slash makes groups
   * @param step whole number from 0 up
   * @param value stored as float32; NaN and infinities are kept
   * @param wallTime seconds since 1970
   * @throws UserError when the buffer is full and the file cannot be written
   */
  scalar(tag: string, value: number, step: number, wallTime = Date.now() / 1000): void {
    this.summarize(tag, step, wallTime, floatField(summaryValue.simpleValue, value));
  }

  /** @param step as of a curve @throws UserError as `scalar` */
  picture({ tag, png, width, height }: EventImage, step: number, wallTime = Date.now() / 1000): void {
    const content = messageField(
      summaryValue.image,
      integerField(image.height, height),
      integerField(image.width, width),
      integerField(image.colourSpace, channels),
      bytesField(image.encoded, png),
    );
    this.summarize(tag, step, wallTime, content);
  }

  /** @param text Markdown @param step as of a curve @throws UserError as `scalar` */
  text(tag: string, text: string, step: number, wallTime = Date.now() / 1000): void {
    const content = messageField(
      summaryValue.tensor,
      integerField(tensor.type, textType),
      messageField(tensor.shape, messageField(tensorShape.dimension, integerField(tensorShape.size, 1))),
      textField(tensor.texts, text),
    );
    const shownBy = messageField(metadata.plugin, textField(metadata.name, "text"));
    this.summarize(tag, step, wallTime, content, messageField(summaryValue.metadata, shownBy));
  }

  private summarize(tag: string, step: number, wallTime: number, ...content: readonly Uint8Array[]): void {
    const value = messageField(summary.value, textField(summaryValue.tag, tag), ...content);
    this.append(
      doubleField(event.wallTime, wallTime),
      integerField(event.step, step),
      messageField(event.summary, value),
    );
    const due = performance.now() - this.lastFlush > flushMilliseconds;
    if (due || this.pendingBytes >= flushBytes) this.flush();
  }

  /** Hands everything to the operating system, so that a viewer sees it and a crash of this process loses nothing. */
  flush(): void {
    const bytes = joinBytes(this.pending);
    this.pending.length = 0;
    this.pendingBytes = 0;
    this.lastFlush = performance.now();
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at);
    } catch (error) {
      throw fileTrouble(this.path, error);
    }
  }

  /** Flushes, syncs to disk and closes; calling it again does nothing. @throws UserError when the file cannot be written */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    try {
      this.flush();
      this.sync();
    } finally {
      closeSync(this.file);
    }
  }

  private sync(): void {
    try {
      fsyncSync(this.file);
    } catch (error) {
      throw fileTrouble(this.path, error);
    }
  }

  private append(...fields: readonly Uint8Array[]): void {
    if (this.closed) throw new Error(`${this.path} is closed`);
    const record = writeRecord(joinBytes(fields));
    this.pending.push(record);
    this.pendingBytes += record.length;
  }
}

/** The first of STEM.0, STEM.1, … that does not exist yet. */
function openNew(stem: string): [path: string, file: number] {
  for (let number = 0; ; number++) {
    const path = `${stem}.${number}`;
    try {
      return [path, openSync(path, "ax")];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** The step of an event; 0 where it says none. @throws RangeError when the bytes are no message */
export function stepOf(data: Uint8Array): number {
  for (const field of fieldsOf(data)) if (field.field === event.step) return integerOf(field);
  return 0;
}
