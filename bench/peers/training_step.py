"""Training of the path-integrating RNN in PyTorch: simulate, encode, forward, back by autograd, Adam.

--network FILE.npz starts from given weights and centres. --what data measures only the making of a batch.
--check FILE.npz trains on the batches in that file and prints their losses instead of measuring.
"""

import json

import numpy as np
import torch

from peer import arguments, report
from rat_world import draw_centres, draw_trajectories

SIGMA = 0.12  # m
SURROUND = 2.0  # ratio of the variances


class PlaceCells:
    def __init__(self, centres, device="cpu"):
        self.centres = torch.tensor(centres, device=device)  # [cells, 2] m

    def encode(self, position):
        """[..., cells] float32: difference of two softmaxes, lifted to a minimum of 0, with a sum of 1."""
        offset = (position.unsqueeze(-2) - self.centres).abs().float()
        squares = (offset**2).sum(-1)
        code = torch.softmax(-squares / (2 * SIGMA**2), -1)
        code = code - torch.softmax(-squares / (2 * SURROUND * SIGMA**2), -1)
        code = code + code.min(-1, keepdim=True).values.abs()
        return code / code.sum(-1, keepdim=True)

    def decode(self, logits):
        """[..., 2] m: the mean of the three best centres."""
        return self.centres[logits.topk(3, dim=-1).indices].mean(-2)


class PathRnn(torch.nn.Module):
    def __init__(self, units, cells):
        super().__init__()
        self.encoder = torch.nn.Linear(cells, units, bias=False)
        self.RNN = torch.nn.RNN(2, units, nonlinearity="relu", bias=False)
        self.decoder = torch.nn.Linear(units, cells, bias=False)

    def forward(self, velocity, start_code):
        hidden, _ = self.RNN(velocity, self.encoder(start_code).unsqueeze(0))
        return self.decoder(hidden)


def make_batch(random, cells, batch, steps):
    """What one step of training needs, simulated in NumPy and encoded in PyTorch where the centres are."""
    velocity, start, position = (
        torch.tensor(array, dtype=torch.float32, device=cells.centres.device) for array in draw_trajectories(random, batch, steps)
    )
    return velocity, position, cells.encode(start), cells.encode(position)


def train_on(network, optimizer, cells, data, weight_decay):
    """One step. Returns loss in nats and decode error in m, both read out as the published code does."""
    velocity, position, start_code, target_code = data
    optimizer.zero_grad()
    logits = network(velocity, start_code)
    loss = -(target_code * torch.log_softmax(logits, -1)).sum(-1).mean()
    loss = loss + weight_decay * (network.RNN.weight_hh_l0**2).sum()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        error = (position - cells.decode(logits)).norm(dim=-1).mean()
    return loss.item(), error.item()


def open_network(arrays, units):
    network = PathRnn(units, arrays["centres"].shape[0])
    if "encoder.weight" in arrays:
        network.load_state_dict({name: torch.tensor(arrays[name]) for name in network.state_dict()})
    return network


def check(path, learning_rate, weight_decay):
    arrays = np.load(path)
    cells = PlaceCells(arrays["centres"])
    network = open_network(arrays, arrays["encoder.weight"].shape[0])
    optimizer = torch.optim.Adam(network.parameters(), lr=learning_rate)
    batches = [[torch.tensor(arrays[name][i]) for name in ("velocity", "position", "start")]
               for i in range(len(arrays["velocity"]))]
    results = [
        train_on(network, optimizer, cells, (v, p, cells.encode(s), cells.encode(p)), weight_decay)
        for v, p, s in batches
    ]
    losses, errors = zip(*results)
    print(json.dumps({"losses": losses, "errors": errors}))


def main():
    parser = arguments(__doc__)
    parser.add_argument("--what", choices=["step", "data"], default="step")
    parser.add_argument("--units", type=int, default=256)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--cells", type=int, default=512)
    parser.add_argument("--network", metavar="FILE.npz")
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--weight-decay", type=float, default=1e-4)
    parser.add_argument("--check", metavar="FILE.npz")
    given = parser.parse_args()

    torch.set_num_threads(given.threads)
    if given.check:
        check(given.check, given.learning_rate, given.weight_decay)
        return
    random = np.random.RandomState(0)
    centres = draw_centres(random, given.cells)
    arrays = np.load(given.network) if given.network else {"centres": centres}
    cells = PlaceCells(arrays["centres"])
    network = open_network(arrays, given.units)
    optimizer = torch.optim.Adam(network.parameters(), lr=given.learning_rate)

    def data():
        return make_batch(random, cells, given.batch, given.steps)

    def step():
        return train_on(network, optimizer, cells, data(), given.weight_decay)

    if given.what == "data":
        report(given, "training data", "batches/s", 1, data)
    else:
        report(given, f"training {given.units} units", "steps/s", 1, step)


if __name__ == "__main__":
    main()
