/**
 * Matrix products for the wasm backend. Stock, every product with a transpose or a batch runs in a scalar loop, a tenth as fast, and
 * the fused one adds its bias there once for every 48 columns.
 */
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { nativeMatmul } from "../blas.ts";
import * as tf from "./tf.ts";
import { callKernel, heapAddress, moduleOf, type WasmKernel } from "./wasm-kernel.ts";

/** One product for each member of the batch; a tensor with a batch of 1 meets all of the other's. */
interface Product {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  /** Elements from one member to the next, 0 to use the same. */
  readonly strideA: number;
  readonly strideB: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Computes a product into `out` [batch, m, n] on the heap. */
type Multiply = (product: Product, out: tf.TensorInfo) => void;

/** Both kernels of products, by the native BLAS at `blasPath` or, without one, by the XNNPACK within the module. */
export function matmulKernels(backend: BackendWasm, blasPath: string | undefined): WasmKernel[] {
  const multiply = blasPath === undefined ? byXnnpack(backend) : byNativeBlas(backend, blasPath);
  const run = (inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap): tf.TensorInfo => {
    const { shape, product } = describe(inputs.a!, inputs.b!, attributes);
    const out = backend.makeOutput(shape, "float32");
    if (tf.util.sizeFromShape(shape) > 0) multiply(product, out);
    return out;
  };
  return [
    { name: tf.BatchMatMul, run },
    {
      name: tf._FusedMatMul,
      run: (inputs, attributes) => finish(backend, run(inputs, attributes), inputs, attributes),
    },
  ];
}

function describe(a: tf.TensorInfo, b: tf.TensorInfo, attributes: tf.NamedAttrMap) {
  if (a.dtype !== "float32" || b.dtype !== "float32")
    throw new Error("the wasm device multiplies float32 only");
  const [transposeA, transposeB] = [attributes.transposeA === true, attributes.transposeB === true];
  const [m, k] = matrixOf(a.shape, transposeA);
  const [rows, n] = matrixOf(b.shape, transposeB);
  if (k !== rows) throw new Error(`shapes [${a.shape}] and [${b.shape}] do not fit for a product`);
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [batchA, batchB] = [batchOf(a.shape), batchOf(b.shape)];
  if (batchA !== batchB && batchA !== 1 && batchB !== 1) {
    throw new Error(`batches of [${a.shape}] and [${b.shape}] do not fit for a product`);
  }
  const [strideA, strideB] = [batchA === 1 ? 0 : m * k, batchB === 1 ? 0 : k * n];
  const batch = Math.max(batchA, batchB);
  return {
    shape: [...outer, m, n],
    product: { batch, m, n, k, a, b, strideA, strideB, transposeA, transposeB },
  };
}

const batchOf = (shape: readonly number[]): number => tf.util.sizeFromShape(shape.slice(0, -2));

function matrixOf(shape: readonly number[], transposed: boolean): readonly [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function byNativeBlas(backend: BackendWasm, path: string): Multiply {
  const memory = {
    get buffer() {
      return moduleOf(backend).HEAPU8.buffer;
    },
  };
  const { multiply } = nativeMatmul(path, memory);
  return (given, out) => {
    const temporary = given.transposeA && given.transposeB ? transposed(backend, given.a) : undefined;
    const product = temporary ? { ...given, a: temporary, transposeA: false } : given;
    const { batch, m, n, k, a, b, strideA, strideB, transposeA, transposeB } = product;
    const layout = transposeA ? "tn" : transposeB ? "nt" : "nn";
    const [atA, atB, atOut] = [a, b, out].map((tensor) => heapAddress(backend, tensor)) as [
      number,
      number,
      number,
    ];
    for (let i = 0; i < batch; i++) {
      // biome-ignore format: sizes, then one matrix a line
      multiply(layout, m, n, k,
        atA + i * strideA * 4, transposeA ? m : k,
        atB + i * strideB * 4, transposeB ? k : n,
        atOut + i * m * n * 4, n, false);
    }
    if (temporary) backend.disposeData(temporary.dataId);
  };
}

/** The module's own fast product takes plain matrices only: transposes are made, and a batch is cut into its members. */
function byXnnpack(backend: BackendWasm): Multiply {
  const numbers = [
    "number",
    "array",
    "number",
    "number",
    "array",
    "number",
    "number",
    "number",
    "number",
  ] as const;
  const call = moduleOf(backend).cwrap(tf.BatchMatMul, null, numbers);
  return ({ batch, m, n, k, strideA, strideB, transposeA, transposeB, ...given }, out) => {
    const a = transposeA ? transposed(backend, given.a) : given.a;
    const b = transposeB ? transposed(backend, given.b) : given.b;
    const [shapeA, shapeB] = [bytesOf([1, m, k]), bytesOf([1, k, n])];
    const [partsA, partsB, partsOut] = [
      new Parts(backend, a, m * k),
      new Parts(backend, b, k * n),
      new Parts(backend, out, m * n),
    ];
    for (let i = 0; i < batch; i++) {
      const [idA, idB] = [partsA.at(i * strideA), partsB.at(i * strideB)];
      call(idA, shapeA, 3, idB, shapeB, 3, 0, 0, partsOut.at(i * m * n));
    }
    for (const parts of [partsA, partsB, partsOut]) parts.release();
    if (a !== given.a) backend.disposeData(a.dataId);
    if (b !== given.b) backend.disposeData(b.dataId);
  };
}

const bytesOf = (shape: number[]): Uint8Array => new Uint8Array(new Int32Array(shape).buffer);

/** Matrices within one tensor, as the module knows them: by numbers. The tensor itself keeps its own. */
class Parts {
  private readonly made = new Map<number, number>();

  constructor(
    private readonly backend: BackendWasm,
    private readonly tensor: tf.TensorInfo,
    private readonly size: number,
  ) {}

  at(offset: number): number {
    const { id, memoryOffset, shape } = this.backend.dataIdMap.get(this.tensor.dataId);
    if (tf.util.sizeFromShape(shape) === this.size) return id;
    const known = this.made.get(offset);
    if (known !== undefined) return known;
    const counter = this.backend as unknown as { dataIdNextNumber: number };
    const fresh = counter.dataIdNextNumber++;
    this.backend.wasm.tfjs.registerTensor(fresh, this.size, memoryOffset + offset * 4);
    this.made.set(offset, fresh);
    return fresh;
  }

  release(): void {
    for (const id of this.made.values()) this.backend.wasm.tfjs.disposeData(id);
  }
}

/** A copy with the last two axes exchanged. */
function transposed(backend: BackendWasm, x: tf.TensorInfo): tf.TensorInfo {
  const last = x.shape.length - 1;
  const perm = x.shape.map((_, axis) => axis);
  [perm[last - 1], perm[last]] = [last, last - 1];
  return callKernel(backend, tf.Transpose, { x }, { perm });
}

const activationKernels: Readonly<Record<string, string>> = {
  relu: tf.Relu,
  relu6: tf.Relu6,
  elu: tf.Elu,
  sigmoid: tf.Sigmoid,
  leakyrelu: tf.LeakyRelu,
  prelu: tf.Prelu,
};

/** Bias and activation of the fused product, each by its own kernel. */
function finish(
  backend: BackendWasm,
  product: tf.TensorInfo,
  { bias, preluActivationWeights }: tf.NamedTensorInfoMap,
  { activation, leakyreluAlpha }: tf.NamedAttrMap,
): tf.TensorInfo {
  const replaceBy = (before: tf.TensorInfo, after: tf.TensorInfo): tf.TensorInfo => {
    backend.disposeData(before.dataId);
    return after;
  };
  const biased = bias ? replaceBy(product, callKernel(backend, tf.Add, { a: product, b: bias })) : product;
  if (activation === undefined || activation === null || activation === "linear") return biased;
  const kernel = activationKernels[String(activation)];
  if (!kernel) throw new Error(`the fused product of the wasm device knows no activation ${activation}`);
  const alpha = preluActivationWeights ? { alpha: preluActivationWeights } : undefined;
  return replaceBy(
    biased,
    callKernel(backend, kernel, { x: biased, ...alpha }, { alpha: leakyreluAlpha as number }),
  );
}
