/** The published rules, written once more in NumPy, on the scores that `lags --faithful` writes. */
import { expect, test } from "bun:test";
import { capture } from "../../../support/capture.ts";
import { pythonWith, runPython } from "../../../support/python.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const script = `
import json, numpy as np
g, d = np.load("out/gridness_data.npz"), np.load("out/quick_summary_data.npz")
s, lag = g["scores_60"], g["lag_cm"]
known = np.isfinite(s).any(axis=0)
first = np.where(np.isnan(s), -np.inf, s).argmax(axis=0)
best, cm = s[first, np.arange(s.shape[1])], lag[first]
zero = s[lag == 0][0]
loose = known & (best >= 0.2)
strict = known & (best >= 0.5) & (zero >= 0.5)
expected = [
    (g["classes_predictive"], loose & (cm >= 5)),
    (g["classes_phase_precession"], loose & (cm <= -5)),
    (g["classes_phase_locked"], loose & (np.abs(cm) < 5)),
    (g["low_grid_units"], np.nanmax(s, axis=0) < 0.2),
    (d["classes_predictive"], strict & (cm >= 5)),
    (d["classes_retrospective"], strict & (cm <= -5)),
    (d["classes_zero"], strict & (np.abs(cm) < 5)),
    (d["classes_low_grid"], ~strict),
    (d["classes_other"], np.zeros_like(strict)),
]
same = [bool(np.array_equal(found, np.where(wanted)[0])) for found, wanted in expected]
shifted = np.nanmax(s[np.abs(lag) >= 5], axis=0)
same += [bool(np.array_equal(g["shifted_scores"], shifted)), bool(np.array_equal(g["best_cm"], cm))]
summary = dict(line.split(": ", 1) for line in open("out/summary.txt").read().splitlines())
same += [bool(np.isclose(float(summary["zero_scores_mean"]), np.nanmean(zero), rtol=1e-12))]
same += [json.loads(summary["lag_cm"]) == lag.tolist()]
print(json.dumps([same, [len(found) for found, _ in expected]]))`;

const numpy = pythonWith("numpy");
test.skipIf(!numpy)("NumPy finds the same units (skipped without python3 and numpy)", async () => {
  const cwd = temporaryDirectory();
  const words = ["--faithful", "--units", "0-63", "--trajectories", "600", "--shuffles", "0"];
  const { code } = await capture(["lags", "quick", ...words, "--out", "out", "--quiet"], { cwd });
  expect(code).toBe(0);
  const [same, counts] = JSON.parse(runPython(numpy!, script, cwd));
  expect(same).toEqual(same.map(() => true));
  // None is empty but the last, so that all are compared.
  for (const count of counts.slice(0, -1)) expect(count).toBeGreaterThan(0);
});
