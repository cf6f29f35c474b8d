"""Grid scores at time lags with SciPy: binned_statistic_2d and the scorer of grid_scores.py, one unit and lag after the other.

--activity FILE.npz holds `position` [steps, trajectories, 2] and `activity` [steps, trajectories, units]; every lag is scored for
every unit. A few units are enough: each takes as long as the next. --check prints the scores instead of measuring.
--threads N scores in that many processes: SciPy's functions have no threads of their own.
"""

import json
from multiprocessing import Pool

import numpy as np
from scipy.stats import binned_statistic_2d

from grid_scores import GridScorer
from peer import arguments, report

BINS = 20
SIDE = 2.2  # m


class LagSweep:
    def __init__(self, position, most_lag):
        self.position = position
        self.lags = range(-most_lag, most_lag + 1)
        self.scorer = GridScorer(BINS)

    def pairs(self, activity, lag):
        """Positions and the activity that comes `lag` steps before them."""
        steps = len(activity)
        if lag >= 0:
            return self.position[lag:], activity[: steps - lag]
        return self.position[:lag], activity[-lag:]

    def scores(self, activity):
        """Hexagonal scores [lags] of the activity [steps, trajectories] of one unit."""
        return [self.score(*self.pairs(activity, lag)) for lag in self.lags]

    def score(self, position, activity):
        x, y = position.reshape(-1, 2).T
        sides = [[-SIDE / 2, SIDE / 2]] * 2
        rates = binned_statistic_2d(y, x, activity.ravel(), "mean", BINS, sides).statistic
        return self.scorer.scores(rates)[0]


def main():
    parser = arguments(__doc__)
    parser.add_argument("--activity", metavar="FILE.npz", required=True)
    parser.add_argument("--most-lag", type=int, required=True)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()

    arrays = np.load(given.activity)
    units = list(np.moveaxis(arrays["activity"], 2, 0))
    sweep = LagSweep(arrays["position"].astype(float), given.most_lag)
    maps = len(units) * len(sweep.lags)
    if given.check:
        print(json.dumps(list(map(sweep.scores, units))))
    elif given.threads == 1:
        report(given, "lag sweep", "maps/s", maps, lambda: list(map(sweep.scores, units)))
    else:
        with Pool(given.threads) as pool:
            report(given, "lag sweep", "maps/s", maps, lambda: pool.map(sweep.scores, units))


if __name__ == "__main__":
    main()
