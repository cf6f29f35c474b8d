/** A backend of TensorFlow.js, open and ready. tfjs has one current backend a process: `use` makes it this one. */
export interface TfjsDevice {
  readonly name: TfjsDeviceName;
  /** What computes: "TensorFlow.js wasm, 1 thread, OpenBLAS SkylakeX". */
  readonly description: string;
  /** Makes this the backend of the tfjs calls that follow. */
  use(): void;
  /**
   * Waits until everything asked of the device is done.
   * @throws UserError with the device's own message when it failed meanwhile: what it has computed cannot be used then
   */
  settle(): Promise<void>;
  /** Frees the backend with all its tensors. */
  close(): void;
}

export const tfjsDeviceNames = ["cpu", "wasm", "webgpu"] as const;
export type TfjsDeviceName = (typeof tfjsDeviceNames)[number];
