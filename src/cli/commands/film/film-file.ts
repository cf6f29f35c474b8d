/** From the stills of a film to its file, and to pictures of its frames. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { GifWriter } from "../../../draw/figure/gif.ts";
import { pngBytes } from "../../../draw/figure/png.ts";
import { rasterPixels } from "../../../draw/figure/raster.ts";
import type { Pixels, Scene } from "../../../draw/figure/scene.ts";
import { svgText } from "../../../draw/figure/svg-text.ts";
import { fileTrouble } from "../../../format/file-trouble.ts";
import { lookUp, namesIn } from "../../../format/look-up.ts";
import { writeFileSafely } from "../../../format/safe-write.ts";
import { UserError } from "../../../user-error.ts";

/** How a still becomes a picture. */
export interface FilmLook<Still> {
  readonly sceneOf: (still: Still) => Scene;
  /** Pixels; undefined: those of the scene. */
  readonly width: number | undefined;
}

export interface GifFile {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

function drawStill<Still>(still: Still, { sceneOf, width }: FilmLook<Still>): Promise<Pixels> {
  const scene = sceneOf(still);
  return rasterPixels(svgText(scene), width ?? scene.width);
}

interface GifOptions {
  readonly fps: number;
  /** How long the last frame is seen; undefined: as long as any other. */
  readonly lastMilliseconds?: number | undefined;
  /** Bytes. */
  readonly limit: number;
  readonly onProgress: (share: number) => void;
}

export interface FittingGif<Still> {
  readonly gif: GifFile;
  readonly stills: readonly Still[];
}

/** As an animated GIF of at most `limit` bytes, if need be of every second still only, and of every fourth. @param onTooLarge told the bytes */
export async function fittingGif<Still>(
  all: readonly Still[],
  look: FilmLook<Still>,
  options: GifOptions,
  onTooLarge: (bytes: number) => void,
): Promise<FittingGif<Still>> {
  for (let stills = all; ; ) {
    const gif = await gifOf(stills, look, options);
    if (gif.bytes.length <= options.limit || stills.length <= 2) return { gif, stills };
    onTooLarge(gif.bytes.length);
    const last = stills.length - 1;
    stills = stills.filter((_, i) => i % 2 === 0 || i === last);
  }
}

async function gifOf<Still>(
  stills: readonly Still[],
  look: FilmLook<Still>,
  { fps, lastMilliseconds = 1000 / fps, onProgress }: GifOptions,
): Promise<GifFile> {
  const [first, last] = [stills[0]!, stills.at(-1)!];
  const samples = [first, stills[stills.length >> 1]!, last];
  const writer = new GifWriter(await Promise.all(samples.map((still) => drawStill(still, look))));
  let size = { width: 0, height: 0 };
  for (const [i, still] of stills.entries()) {
    const pixels = await drawStill(still, look);
    size = pixels;
    writer.add(pixels, still === last ? lastMilliseconds : 1000 / fps);
    onProgress((i + 1) / stills.length);
  }
  return { bytes: writer.finish(), width: size.width, height: size.height };
}

const frameName = /^frame-\d{4,}\.png$/;

/** @throws UserError when there is something in the folder and `force` is not given, or it is none */
export function checkFolder(folder: string, force: boolean): void {
  const found = lookUp(folder);
  if (!found) return;
  if (!found.isDirectory()) throw new UserError(`${folder} is a file`, "name a folder for the frames");
  if (!force && namesIn(folder).length > 0) {
    throw new UserError(`${folder} is not empty`, "use --force or another name");
  }
}

/** Writes frame-0001.png and so on; with them goes what an earlier film left there. @returns size of a frame */
export async function writeFrames<Still>(
  folder: string,
  stills: readonly Still[],
  look: FilmLook<Still>,
  onProgress: (share: number) => void,
): Promise<Pick<GifFile, "width" | "height">> {
  openFolder(folder);
  let size = { width: 0, height: 0 };
  for (const [i, still] of stills.entries()) {
    const pixels = await drawStill(still, look);
    size = { width: pixels.width, height: pixels.height };
    const path = join(folder, `frame-${String(i + 1).padStart(4, "0")}.png`);
    writeFileSafely(path, pngBytes(pixels), { force: true });
    onProgress((i + 1) / stills.length);
  }
  return size;
}

function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const name of namesIn(folder)) if (frameName.test(name)) rmSync(join(folder, name));
  } catch (error) {
    throw fileTrouble(folder, error);
  }
}
