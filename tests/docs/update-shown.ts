/** Writes new output into the documents: UPDATE_SHOWN=1 bun test tests/docs/commands.test.ts */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDocument, repository } from "./documents.ts";
import { sameWords } from "./shown-output.ts";

export const updating = process.env.UPDATE_SHOWN === "1";

/** Replaces the block of a document. @throws Error when the new output has other lines where "…" leaves some out */
export function updateShown(document: string, shown: readonly string[], written: readonly string[]): void {
  const block = (lines: readonly string[]) => `\n${lines.join("\n")}\n\`\`\`\n`;
  const text = readDocument(document);
  const renewed = renewedLines(shown, written);
  writeFileSync(
    join(repository, document),
    text.replace(block(shown), () => block(renewed)),
  );
}

/** As much of the new output as was shown of the old one. */
export function renewedLines(shown: readonly string[], written: readonly string[]): readonly string[] {
  if (!shown.includes("…")) return written.map((line) => line.trimEnd());
  let at = 0;
  return shown.map((line, i) => {
    if (line === "…") {
      const next = shown[i + 1];
      while (next !== undefined && at < written.length && !sameWords(next, written[at]!)) at++;
      return line;
    }
    const renewed = written[at++];
    if (renewed === undefined || !sameWords(line, renewed)) throw new Error(`no line is like: ${line}`);
    return renewed.trimEnd();
  });
}
