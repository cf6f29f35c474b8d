"""The simulated rat in NumPy: place-cell centres and batches of trajectories, drawn in the published order."""

import numpy as np

BOX = 2.2  # m, side of the square box
DT = 0.02  # s
TURN_SIGMA = 11.52  # rad/s
SPEED_SCALE = 0.13 * 2 * np.pi  # m/s, of the Rayleigh distribution
BORDER = 0.03  # m
SLOWDOWN = 0.25


def wrap(angle):
    """Angles in [-pi, pi)."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def draw_centres(random, cells):
    """[cells, 2] m: all x first, then all y."""
    x = random.uniform(-BOX / 2, BOX / 2, cells)
    y = random.uniform(-BOX / 2, BOX / 2, cells)
    return np.stack([x, y], axis=-1)


def turn_from_wall(position, heading):
    """Who is near a wall and walks towards it, and by how much each of those must turn to walk along it."""
    x, y = position[:, 0], position[:, 1]
    distances = np.stack([BOX / 2 - x, BOX / 2 - y, BOX / 2 + x, BOX / 2 + y])
    angle = wrap(heading - np.argmin(distances, axis=0) * np.pi / 2)
    near = (distances.min(axis=0) < BORDER) & (np.abs(angle) < np.pi / 2)
    return near, np.where(near, np.sign(angle) * (np.pi / 2 - np.abs(angle)), 0.0)


def draw_trajectories(random, batch, steps):
    """Trajectories in float64: velocity [T, B, 2] in m per step, start [B, 2] and position [T, B, 2] in m."""
    position = np.empty((steps + 2, batch, 2))
    heading = np.empty((steps + 2, batch))
    stride = np.empty((steps + 1, batch))
    position[0, :, 0] = random.uniform(-BOX / 2, BOX / 2, batch)
    position[0, :, 1] = random.uniform(-BOX / 2, BOX / 2, batch)
    heading[0] = random.uniform(0, 2 * np.pi, batch)
    turns = random.normal(0, TURN_SIGMA, (batch, steps + 1))
    speeds = random.rayleigh(SPEED_SCALE, (batch, steps + 1))
    random.normal(0, SPEED_SCALE * np.pi / 2, batch)  # a first speed, which only a smoothed velocity would need

    for t in range(steps + 1):
        near, turn = turn_from_wall(position[t], heading[t])
        stride[t] = np.where(near, SLOWDOWN, 1.0) * speeds[:, t] * DT
        direction = np.stack([np.cos(heading[t]), np.sin(heading[t])], axis=-1)
        position[t + 1] = position[t] + stride[t, :, None] * direction
        heading[t + 1] = heading[t] + turn + DT * turns[:, t]

    walked = heading[1 : steps + 1]
    velocity = stride[1:, :, None] * np.stack([np.cos(walked), np.sin(walked)], axis=-1)
    return velocity, position[1], position[2:]
