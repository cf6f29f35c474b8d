/**
 * Reads Python pickles of plain data (protocols 0 to 5). Nothing in a pickle is ever run: the names it may use are given by the
 * caller, and every other one is refused as soon as it is read. Not: sets, objects of classes, out-of-band buffers.
 */
import type { UserError } from "../user-error.ts";
import { PickleCursor } from "./pickle-cursor.ts";
import { literals, unsupported } from "./pickle-literals.ts";
import { type PickleGlobals, PickleNames } from "./pickle-names.ts";
import {
  isBuildable,
  kindOf,
  OrderedDictionary,
  PickleGlobal,
  type PickleMap,
  type PickleValue,
} from "./pickle-values.ts";

export interface PickleOptions {
  /** Allowed besides ordered dictionaries and what old protocols need for bytes. */
  readonly globals?: PickleGlobals;
  /** Makes the object of a persistent id; without it such ids are refused. */
  readonly persistent?: (id: PickleValue) => PickleValue;
  /** What to do when a name is refused. */
  readonly mend?: string;
  /** Where in the bytes the pickle begins. */
  readonly start?: number;
}

/** Bounds memory and time: a value takes at least one, a state dictionary some 25 a tensor. */
const mostOperations = 2 ** 20;

/**
 * Reads one pickle; bytes that follow it are not looked at.
 * @param name what to call it in errors
 * @returns the value, and where the pickle ends. Bytes in it are views, not copies
 * @throws UserError naming the class or function that is not allowed; when the pickle is truncated or malformed
 * @see Python's pickletools.py
 */
export function readPickle(
  bytes: Uint8Array,
  name: string,
  options: PickleOptions = {},
): { readonly value: PickleValue; readonly end: number } {
  const cursor = new PickleCursor(bytes, options.start ?? 0, name);
  const mend = options.mend ?? "save plain data only";
  const names = new PickleNames(name, options.globals ?? new Map(), mend, bytes.length);
  const value = new PickleMachine(cursor, names, options.persistent).run();
  return { value, end: cursor.at };
}

class PickleMachine {
  private stack: PickleValue[] = [];
  /** Stacks below the marks. */
  private readonly below: PickleValue[][] = [];
  private readonly memo = new Map<number, PickleValue>();

  constructor(
    private readonly cursor: PickleCursor,
    private readonly names: PickleNames,
    private readonly persistent: PickleOptions["persistent"],
  ) {}

  run(): PickleValue {
    for (let done = 0; done < mostOperations; done++) {
      const code = String.fromCharCode(this.cursor.uint8());
      if (code !== ".") {
        this.step(code);
        continue;
      }
      const value = this.pop();
      if (this.stack.length > 0 || this.below.length > 0) throw this.cursor.damaged("values are left over");
      return value;
    }
    throw this.names.tooLarge(`more than ${mostOperations} operations`);
  }

  /** What each opcode does, but for `literals`. */
  private readonly operations: Readonly<Record<string, () => void>> = {
    "\x80": () => this.protocol(this.cursor.uint8()),
    "\x95": () => this.frame(this.cursor.uint64()),
    "(": () => this.mark(),
    "0": () => (this.stack.length > 0 ? this.pop() : this.popMark()),
    "1": () => this.popMark(),
    "2": () => this.push(this.top()),
    l: () => this.push(this.popMark()),
    a: () => this.append([this.pop()]),
    e: () => this.append(this.popMark()),
    t: () => this.push(Object.freeze(this.popMark())),
    "\x85": () => this.push(Object.freeze(this.popSome(1))),
    "\x86": () => this.push(Object.freeze(this.popSome(2))),
    "\x87": () => this.push(Object.freeze(this.popSome(3))),
    d: () => this.dictionary(this.popMark()),
    s: () => this.setItems(this.popSome(2)),
    u: () => this.setItems(this.popMark()),
    p: () => this.remember(Number(this.cursor.integerLine())),
    q: () => this.remember(this.cursor.uint8()),
    r: () => this.remember(this.cursor.uint32()),
    "\x94": () => this.remember(this.memo.size),
    g: () => this.recall(Number(this.cursor.integerLine())),
    h: () => this.recall(this.cursor.uint8()),
    j: () => this.recall(this.cursor.uint32()),
    c: () => this.push(this.names.find(this.cursor.line(), this.cursor.line())),
    i: () => this.instance(this.cursor.line(), this.cursor.line()),
    "\x93": () => this.findFromStack(),
    R: () => this.reduce(),
    b: () => this.build(),
    P: () => this.persist(this.cursor.line()),
    Q: () => this.persist(this.pop()),
  };

  private step(code: string): void {
    const literal = literals[code];
    const operation = this.operations[code];
    if (literal) this.push(literal(this.cursor));
    else if (operation) operation();
    else throw this.unreadable(code);
  }

  private mark(): void {
    this.below.push(this.stack);
    this.stack = [];
  }

  private push(value: PickleValue): void {
    this.stack.push(value);
  }

  private pop(): PickleValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private top(): PickleValue {
    const value = this.stack.at(-1);
    if (value === undefined) throw this.cursor.damaged("a value is missing");
    return value;
  }

  private popMark(): PickleValue[] {
    const items = this.stack;
    const below = this.below.pop();
    if (below === undefined) throw this.cursor.damaged("a mark is missing");
    this.stack = below;
    return items;
  }

  private popSome(count: number): PickleValue[] {
    if (this.stack.length < count) throw this.cursor.damaged("a value is missing");
    return this.stack.splice(-count);
  }

  private append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (kindOf(list) !== "list") throw this.cursor.damaged(`values are appended to a ${kindOf(list)}`);
    for (const item of items) (list as PickleValue[]).push(item);
  }

  private dictionary(items: readonly PickleValue[]): void {
    this.push(new Map());
    this.setItems(items);
  }

  private setItems(items: readonly PickleValue[]): void {
    const map = this.top();
    if (!(map instanceof Map) || items.length % 2 !== 0) {
      throw this.cursor.damaged(`entries are put into a ${kindOf(map)}`);
    }
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i]!;
      if (["list", "dictionary"].includes(kindOf(key))) {
        throw this.cursor.damaged(`a key that is a ${kindOf(key)}`);
      }
      if (map.has(key)) {
        const shown = typeof key === "string" ? `the key ${key}` : `a key that is a ${kindOf(key)}`;
        throw this.cursor.damaged(`${shown} stands twice in a dictionary`);
      }
      (map as PickleMap).set(key, items[i + 1]!);
    }
  }

  private remember(index: number): void {
    this.memo.set(index, this.top());
  }

  private recall(index: number): void {
    const value = this.memo.get(index);
    if (value === undefined) throw this.cursor.damaged("it refers to a value that it has not given");
    this.push(value);
  }

  /** The old opcode that makes an object of a class: no class is allowed. */
  private instance(module: string, name: string): never {
    throw this.names.refusal(this.names.find(module, name).name);
  }

  private findFromStack(): void {
    const [module, name] = this.popSome(2);
    if (typeof module !== "string" || typeof name !== "string") {
      throw this.cursor.damaged("a name that is not text");
    }
    this.push(this.names.find(module, name));
  }

  private reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal)) throw this.cursor.damaged(`a ${kindOf(callee)} is called`);
    if (!callee.call) throw this.names.refusal(`a call of ${callee.name}`);
    if (kindOf(args) !== "tuple") throw this.cursor.damaged(`a call with a ${kindOf(args)}`);
    this.push(callee.call(args as readonly PickleValue[]));
  }

  private build(): void {
    const state = this.pop();
    const object = this.top();
    if (object instanceof OrderedDictionary && state instanceof Map) return;
    if (!isBuildable(object)) throw this.cursor.damaged(`a ${kindOf(object)} is given attributes`);
    object.build(state);
  }

  private persist(id: PickleValue): void {
    if (!this.persistent) throw this.cursor.damaged("it refers to data outside of itself");
    this.push(this.persistent(id));
  }

  private protocol(version: number): void {
    if (version > 5) throw this.cursor.damaged(`protocol ${version}`);
  }

  /** A frame that the file cannot hold is found here, before its opcodes. */
  private frame(length: number): void {
    if (length > this.cursor.left) this.cursor.take(length);
  }

  private unreadable(code: string): UserError {
    const what = unsupported[code];
    if (!what) return this.cursor.damaged(`there is no opcode 0x${code.charCodeAt(0).toString(16)}`);
    const named = this.stack.findLast((value) => value instanceof PickleGlobal);
    return this.names.refusal(named instanceof PickleGlobal ? `an object of ${named.name}` : what);
  }
}
