/** What a document asks its reader to do, in order. */
import { type Fence, fencesOf } from "./documents.ts";
import { parseShellLine } from "./shell-line.ts";

export interface Step {
  readonly kind: "command" | "python" | "ts";
  readonly text: string;
  /** Its first line in the document. */
  readonly line: number;
  /** Output that the document shows of it; undefined when it shows none. */
  readonly shown: readonly string[] | undefined;
  /** Whether it runs as it stands: in its block something is shown that may come of it. */
  readonly exact: boolean;
}

/**
 * The lines of `sh` blocks, those behind "$ " in `console` blocks, and whole `python` and `ts` blocks. A `text` block
 * with nothing before it but a block is the output of that block, of an `sh` block that of the last line.
 */
export function stepsOf(text: string): Step[] {
  const fences = fencesOf(text);
  return fences
    .flatMap((fence, i): Step[] => {
      const next = fences[i + 1];
      const shown = next?.follows && next.language === "text" ? next.lines : undefined;
      if (fence.language === "console") return transcript(fence);
      if (fence.language === "sh") return shellLines(fence, shown);
      const { language: kind, line, lines } = fence;
      return kind === "python" || kind === "ts"
        ? [{ kind, line, text: lines.join("\n"), shown, exact: true }]
        : [];
    })
    .filter(({ kind, text }) => kind !== "command" || parseShellLine(text) !== undefined);
}

const shellLines = ({ lines, line }: Fence, shown: Step["shown"]): Step[] =>
  lines.map((text, i) => ({
    ...{ kind: "command", text, line: line + i },
    shown: i === lines.length - 1 ? shown : undefined,
    exact: shown !== undefined,
  }));

function transcript({ lines, line }: Fence): Step[] {
  const starts = lines.flatMap((text, i) => (text.startsWith("$ ") ? [i] : []));
  return starts.map((start, k) => ({
    ...{ kind: "command", text: lines[start]!.slice(2), line: line + start },
    shown: lines.slice(start + 1, starts[k + 1] ?? lines.length),
    exact: true,
  }));
}
