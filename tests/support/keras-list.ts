/** What numpy.save writes of an object array of four kernels [in, out]: 3 place cells, 4 units; the third in Fortran order and float64. */
const base64 =
  "k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoNCwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJVQAgAAAAAAAIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMBYpSHlFKUKEsBSwSFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChoAmgFSwCFlGgHh5RSlChLAUsDSwSGlGgMjAJmNJSJiIeUUpQoSwOMATyUTk5OSv////9K/////0sAdJRiiUMwAAAAAAAAgD8AAABAAABAQAAAgEAAAKBAAADAQAAA4EAAAABBAAAQQQAAIEEAADBBlHSUYmgCaAVLAIWUaAeHlFKUKEsBSwJLBIaUaBmJQyAAAMhCAADKQgAAzEIAAM5CAADQQgAA0kIAANRCAADWQpR0lGJoAmgFSwCFlGgHh5RSlChLAUsESwSGlGgMjAJmOJSJiIeUUpQoSwNoGk5OTkr/////Sv////9LAHSUYohDgAAAAAAAAGlAAAAAAACAaUAAAAAAAABqQAAAAAAAgGpAAAAAAAAgaUAAAAAAAKBpQAAAAAAAIGpAAAAAAACgakAAAAAAAEBpQAAAAAAAwGlAAAAAAABAakAAAAAAAMBqQAAAAAAAYGlAAAAAAADgaUAAAAAAAGBqQAAAAAAA4GpAlHSUYmgCaAVLAIWUaAeHlFKUKEsBSwRLA4aUaBmJQzAAAJZDAICWQwAAl0MAgJdDAACYQwCAmEMAAJlDAICZQwAAmkMAgJpDAACbQwCAm0OUdJRiZXSUYi4=";

export const kerasList = (): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64, "base64"));

/** Its values, row-major. */
export const kerasKernels = [
  { shape: [3, 4], first: 0 },
  { shape: [2, 4], first: 100 },
  { shape: [4, 4], first: 200 },
  { shape: [4, 3], first: 300 },
].map(({ shape, first }) => ({
  shape,
  values: Float64Array.from({ length: shape[0]! * shape[1]! }, (_, i) => first + i),
}));
