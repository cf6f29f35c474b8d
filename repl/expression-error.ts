/** What code of the user threw, beside what was typed. Running it is expression.ts's. */
import { printable } from "../src/printable.ts";
import { nearest } from "../src/suggest.ts";
import { UserError } from "../src/user-error.ts";
import { expressionFile, wrapped } from "./expression.ts";

/** Of what was typed, around the place that is meant. */
const mostShown = 70;

/**
 * What an expression of the user threw: what is wrong, what was typed with a caret where that is known, what could have been meant.
 * @param names what it could have meant @param typed undefined: it is not known any longer
 */
export function asUserError(error: unknown, names: readonly string[] = [], typed?: string): UserError {
  const thrown = (error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`)
    .split("\n")
    .join(" ");
  const unknown = unknownName(thrown);
  const near = unknown && nearest(unknown, names);
  const mend = near ? `did you mean ${near}?` : "?js lists the names";
  if (typed === undefined) return new UserError(thrown, mend);
  const short = endsEarly(error) ? "SyntaxError: something is missing at the end" : thrown;
  return new UserError(short, [...cited(typed, placeOf(error, typed)), `  ${mend}`]);
}

/** Whether code of the user threw it, a timer of its own for instance. */
export const isOfExpression = (error: unknown): boolean =>
  error instanceof Error && (error.stack?.includes(expressionFile) ?? false);

const unknownName = (message: string): string | undefined =>
  /^ReferenceError: (\S+) is not defined/.exec(message)?.[1];

/** The code around what was typed is where it could not go on. */
const endsEarly = (error: unknown): boolean =>
  error instanceof SyntaxError && (error.stack?.startsWith(`${expressionFile}:2`) ?? false);

/** Where in the text it went wrong; undefined where nobody knows. */
function placeOf(error: unknown, typed: string): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (endsEarly(error)) return typed.length;
  const end = error instanceof SyntaxError ? placeOfSyntax(error, typed) : placeInStack(error, typed);
  if (end === undefined || end < 0 || end > typed.length) return undefined;
  // The engine points behind what it speaks of.
  const subject = unknownName(String(error)) ?? /\(evaluating '(.+)'\)$/.exec(error.message)?.[1];
  const start = subject === undefined ? -1 : typed.lastIndexOf(subject, end);
  return start >= 0 ? start : end;
}

function placeInStack({ stack = "" }: Error, typed: string): number | undefined {
  const column = new RegExp(`${expressionFile}:1:(\\d+)`).exec(stack)?.[1];
  return column === undefined ? undefined : Number(column) - 1 - wrapped(typed).before;
}

/** The stack of a syntax error shows the line, and a caret below it. */
function placeOfSyntax({ stack = "" }: Error, typed: string): number | undefined {
  const [, line, caret] = stack.split("\n");
  const { before } = wrapped(typed);
  return line?.slice(before) === typed && caret?.trim() === "^" ? caret.indexOf("^") - before : undefined;
}

/** What was typed, or the part of it around the place, and a caret below that. */
function cited(typed: string, place: number | undefined): string[] {
  const first = Math.max(0, Math.min((place ?? 0) - mostShown / 2, typed.length - mostShown));
  const part = `${first > 0 ? "…" : ""}${typed.slice(first, first + mostShown)}`;
  const line = first + mostShown < typed.length ? `${part}…` : part;
  if (place === undefined) return [line];
  const before = printable(part.slice(0, place - first + (first > 0 ? 1 : 0)));
  return [line, `  ${" ".repeat(Bun.stringWidth(before))}^`];
}
