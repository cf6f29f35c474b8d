import { join } from "node:path";

/** The script of the page as one text, bundled from `page/`; only files of this repository go into it. */
export async function pageScript(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, "page/main.ts")],
    target: "browser",
    format: "esm",
    minify: true,
  });
  return outputs[0]!.text();
}
