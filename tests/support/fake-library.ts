/** Shared libraries that do what no BLAS should, made by a C compiler that is here. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const compiler = ["cc", "gcc", "clang", "tcc"].map((name) => Bun.which(name)).find((path) => path !== null);

/** For the name of a test that needs one; empty when nothing is missing. */
export const whyNoFakes =
  process.platform !== "linux"
    ? " (skipped: the libraries are made for Linux)"
    : compiler
      ? ""
      : " (skipped: no C compiler)";

const declarations = `
extern void abort(void);
extern void _exit(int);
extern int fork(void);
extern unsigned sleep(unsigned);
extern long write(int, const void *, unsigned long);
`;

/** Runs when the library is loaded. */
const onLoad = (statements: string): string =>
  `__attribute__((constructor)) static void begin(void) { ${statements} }`;

const sgemm = (statements: string): string => `
void cblas_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha, const float *a, int lda, const float *b, int ldb,
                 float beta, float *c, int ldc) { ${statements} }`;

const right = sgemm(`
  for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) {
    float sum = 0;
    for (int l = 0; l < k; l++) sum += a[ta == 112 ? l * lda + i : i * lda + l] * b[tb == 112 ? j * ldb + l : l * ldb + j];
    c[i * ldc + j] = beta == 0 ? sum : sum + c[i * ldc + j];
  }`);

const sources = {
  right,
  /** Adds to what it should replace, times nothing: what was no number stays none. */
  reading: right.replace("beta == 0 ? sum :", "beta == 0 ? sum + beta * c[i * ldc + j] :"),
  lazy: sgemm(""),
  bare: "",
  aborting: onLoad("abort();") + right,
  leaving: onLoad("_exit(0);") + right,
  looping: onLoad("for (;;) sleep(1);") + right,
  forking: onLoad("if (fork() == 0) { sleep(60); _exit(0); }") + right,
  printing: onLoad('write(1, "\\x1b[2Jright", 9);') + right,
  noisy: onLoad('write(2, "loaded\\n", 7);') + right,
} as const;

export type FakeLibrary = keyof typeof sources;

/** Compiles one into `folder`. @returns its path @throws Error with what the compiler said */
export function fakeLibrary(folder: string, kind: FakeLibrary, name = `lib${kind}.so`): string {
  const [source, path] = [join(folder, `${kind}.c`), join(folder, name)];
  writeFileSync(source, declarations + sources[kind]);
  const words = [compiler!, "-shared", "-fPIC", "-nostdlib", "-o", path, source];
  const { exitCode, stderr } = Bun.spawnSync(words);
  if (exitCode !== 0) throw new Error(stderr.toString());
  return path;
}
