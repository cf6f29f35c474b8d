"""Writes rat.nwb by the published layout of NWB 2 (core schema), with h5py alone: what pynwb would write of such a session.

A simulated rat, two minutes in a box of 1 m, positions in cm from the lower left corner, one second of them lost; four cells that
fire by a Poisson process: a grid of 0.4 m, the left wall, a direction, and one without any tuning.

    python3 make-nwb.py rat.nwb
"""

import sys

import h5py
import numpy as np

rng = np.random.default_rng(7)
rate, seconds = 30, 120
steps = rate * seconds
times = 10 + np.arange(steps) / rate

positions, direction, place = np.empty((steps, 2)), 0.0, np.array([0.5, 0.5])
for step in range(steps):
    direction += 0.25 * rng.standard_normal()
    way = 0.25 / rate * np.array([np.cos(direction), np.sin(direction)])
    if np.any((place + way < 0.01) | (place + way > 0.99)):
        direction += np.pi / 2 + rng.uniform(0, np.pi)
        way = 0.25 / rate * np.array([np.cos(direction), np.sin(direction)])
    place = np.clip(place + way, 0.01, 0.99)
    positions[step] = place
velocities = np.gradient(positions, axis=0)
headings = np.arctan2(velocities[:, 1], velocities[:, 0])

x, y = positions.T
wave = 4 * np.pi / np.sqrt(3) / 0.4
grid = sum(np.cos(wave * (x * np.cos(a) + y * np.sin(a))) for a in 0.3 + np.arange(3) * np.pi / 3)
rates = {
    "grid": 12 * np.maximum(0, grid) / 3 * 2,
    "wall": 30 * np.exp(-x / 0.06),
    "head": 20 * np.exp(4 * (np.cos(headings - 1) - 1)),
    "noise": np.full(steps, 4.0),
}
spikes = []
for values in rates.values():
    counts = rng.poisson(values / rate)
    spikes.append(np.sort(np.repeat(times, counts) + rng.uniform(-0.4, 0.4, counts.sum()) / rate))
spikes[3] = np.concatenate([[2.5], spikes[3], [400.0]])  # before and after the tracking

stored = (100 * positions).astype("f4")
stored[1500:1530] = np.nan


def typed(group, name, kind, **attributes):
    made = group.create_group(name)
    made.attrs.update(neurodata_type=kind, namespace="core", **attributes)
    return made


with h5py.File(sys.argv[1], "w") as file:
    file.attrs.update(neurodata_type="NWBFile", namespace="core", nwb_version="2.7.0")
    for name, text in {
        "identifier": "simulated rat",
        "session_description": "two minutes in a box",
        "session_start_time": "2024-01-01T00:00:00+00:00",
        "timestamps_reference_time": "2024-01-01T00:00:00+00:00",
    }.items():
        file[name] = text
    for name in ("acquisition", "analysis", "general", "stimulus"):
        file.create_group(name)
    behaviour = typed(file.create_group("processing"), "behavior", "ProcessingModule", description="behaviour")

    head = typed(typed(behaviour, "Position", "Position"), "head", "SpatialSeries", description="of the head")
    data = head.create_dataset("data", data=stored, compression="gzip")
    data.attrs.update(unit="meters", conversion=0.01, offset=0.0, resolution=-1.0)
    stamps = head.create_dataset("timestamps", data=times, compression="gzip")
    stamps.attrs.update(unit="seconds", interval=np.int32(1))
    head["reference_frame"] = "(0, 0) is the lower left corner"

    compass = typed(typed(behaviour, "CompassDirection", "CompassDirection"), "direction", "SpatialSeries")
    data = compass.create_dataset("data", data=np.degrees(headings).astype("f4"), compression="gzip")
    data.attrs.update(unit="degrees", conversion=1.0, offset=0.0, resolution=-1.0)
    start = compass.create_dataset("starting_time", data=times[0])
    start.attrs.update(rate=float(rate), unit="seconds")
    compass["reference_frame"] = "0 is to the right"

    columns = ["unit_name", "spike_times"]
    units = typed(file, "units", "Units", description="sorted", colnames=columns)
    ids = units.create_dataset("id", data=np.arange(4))
    ids.attrs.update(neurodata_type="ElementIdentifiers", namespace="hdmf-common")
    names = units.create_dataset("unit_name", data=list(rates), dtype=h5py.string_dtype())
    names.attrs.update(neurodata_type="VectorData", namespace="hdmf-common", description="names")
    trains = units.create_dataset("spike_times", data=np.concatenate(spikes), compression="gzip")
    trains.attrs.update(neurodata_type="VectorData", namespace="hdmf-common", description="s", resolution=1 / 30000)
    index = units.create_dataset("spike_times_index", data=np.cumsum([len(each) for each in spikes]).astype("u8"))
    index.attrs.update(neurodata_type="VectorIndex", namespace="hdmf-common", target=trains.ref)
