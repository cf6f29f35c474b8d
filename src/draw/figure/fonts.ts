/** The fonts that come along, as files. How wide their letters are, text.ts says. */

export const regularFont = "dejavu-fonts-ttf/ttf/DejaVuSans.ttf";
export const boldFont = "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf";

const read = new Map<string, Promise<Uint8Array>>();

/** A font, read once. */
export function fontBytes(module: string): Promise<Uint8Array> {
  const known = read.get(module);
  if (known) return known;
  const bytes = Bun.file(Bun.resolveSync(module, import.meta.dir)).bytes();
  read.set(module, bytes);
  return bytes;
}
