/** Which classes and functions a pickle may name, and what stands in their place. */
import { UserError } from "../user-error.ts";
import { OrderedDictionary, PickleGlobal, type PickleValue } from "./pickle-values.ts";

type Call = (args: readonly PickleValue[]) => PickleValue;

/** What stands in the place of a function, by "module.name"; null: a class that may be named but not called. */
export type PickleGlobals = ReadonlyMap<string, Call | null>;

export class PickleNames {
  private encodedBytes = 0;
  private readonly plain: PickleGlobals = new Map([
    ["collections.OrderedDict", (args) => this.orderedDictionary(args)],
    ["_codecs.encode", (args) => this.encode(args)],
    ["__builtin__.bytes", (args) => this.emptyBytes(args)],
    ["builtins.bytes", (args) => this.emptyBytes(args)],
  ] satisfies [string, Call][]);

  /**
   * @param file what to call the pickle in errors
   * @param mend what to do when a name is refused
   * @param mostBytes that text may be turned into: a few bytes could do so again and again with the same text
   */
  constructor(
    private readonly file: string,
    private readonly given: PickleGlobals,
    private readonly mend: string,
    private readonly mostBytes: number,
  ) {}

  /** @throws UserError with the name, when it is not allowed */
  find(module: string, name: string): PickleGlobal {
    const dotted = `${module}.${name}`;
    const call = this.plain.get(dotted) ?? this.given.get(dotted);
    if (call === undefined) throw this.refusal(dotted);
    return new PickleGlobal(dotted, call ?? undefined);
  }

  refusal(what: string): UserError {
    const shown = JSON.stringify(what.length > 100 ? `${what.slice(0, 100)}…` : what).slice(1, -1);
    return new UserError(
      `${this.file} needs ${shown}, which is not read: loading it could run code`,
      this.mend,
    );
  }

  tooLarge(what: string): UserError {
    return new UserError(`the pickle in ${this.file} has ${what}`, this.mend);
  }

  private orderedDictionary(args: readonly PickleValue[]): PickleValue {
    if (args.length > 0) throw this.refusal("collections.OrderedDict of a list");
    return new OrderedDictionary();
  }

  /** How Python 3 writes no bytes at all in protocols 0 to 2. */
  private emptyBytes(args: readonly PickleValue[]): PickleValue {
    if (args.length > 0) throw this.refusal("builtins.bytes of something");
    return new Uint8Array();
  }

  /** How Python 3 writes bytes in protocols 0 to 2: as text of which each character is one. */
  private encode([text, code]: readonly PickleValue[]): PickleValue {
    const isBytes = typeof text === "string" && code === "latin1" && !/[^\0-\xff]/.test(text);
    if (!isBytes) throw this.refusal("_codecs.encode of something else than bytes");
    this.encodedBytes += text.length;
    if (this.encodedBytes > this.mostBytes) throw this.tooLarge("more encoded bytes than text");
    return new Uint8Array(Buffer.from(text, "latin1"));
  }
}
