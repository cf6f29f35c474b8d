import type { ParameterSpec } from "./layout.ts";

/** A kind of network as files know it: its arrays, whatever it learns. */
export interface NetworkKind<Name extends string = string> {
  /** As `model.kind` names it. */
  readonly kind: string;
  /** For a sentence, with its article. */
  readonly title: string;
  /** Every array that a network of the kind can have. */
  readonly parameters: Readonly<Record<Name, ParameterSpec>>;
  /** Those that one with these settings (the group `model`) has; left out: all. */
  arraysOf?(model: { readonly kind: string }): readonly Name[];
  /** What having or lacking its optional arrays says of the settings of one that comes from a file: leaves of the group `model`. */
  settingsOf?(arrays: readonly Name[]): Readonly<Record<string, unknown>>;
  /** The order of the kernels in the list of arrays that Keras keeps, where such files are read. */
  readonly kerasList?: readonly Name[];
}
