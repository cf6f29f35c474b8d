import type { ParameterSpec } from "./layout.ts";

/** A kind of network as files know it: its arrays, whatever it learns. */
export interface NetworkKind<Name extends string = string> {
  /** As `model.kind` names it. */
  readonly kind: string;
  /** For a sentence, with its article. */
  readonly title: string;
  readonly parameters: Readonly<Record<Name, ParameterSpec>>;
  /** The order of the kernels in the list of arrays that Keras keeps, where such files are read. */
  readonly kerasList?: readonly Name[];
}
