"""Times training steps of PyTorch. Usage: steps_torch.py THREADS SECONDS NETWORK... ; prints "NETWORK MICROSECONDS" lines.

A network is written LAYERS:BATCH:OPTIMIZER:LOSS, for example 784-128-10:32:adam:sparse_categorical_crossentropy. The batch is
a tensor that lies ready: no loader, no shuffling, no metrics.
"""
import statistics
import sys
import time

import torch

threads, seconds, networks = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
if networks == ["--version"]:
    print("PyTorch", torch.__version__)
    sys.exit()
torch.set_num_threads(threads)
torch.manual_seed(1)


def make(sizes, loss):
    layers = []
    hidden = torch.nn.Tanh if sizes[-1] == 1 else torch.nn.ReLU
    for i in range(len(sizes) - 1):
        layers.append(torch.nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(hidden())
        elif loss == "mean_squared_error" and sizes[-1] == 1:
            layers.append(torch.nn.Sigmoid())
    return torch.nn.Sequential(*layers)


def time_step(sizes, batch, optimizer_name, loss_name):
    model = make(sizes, loss_name)
    x = torch.rand(batch, sizes[0])
    if loss_name == "sparse_categorical_crossentropy":
        loss, y = torch.nn.CrossEntropyLoss(), torch.randint(sizes[-1], (batch,))
    elif loss_name == "binary_crossentropy":
        loss, y = torch.nn.BCEWithLogitsLoss(), torch.randint(2, (batch, 1)).float()
    else:
        loss, y = torch.nn.MSELoss(), torch.rand(batch, sizes[-1])
    optimizer = (torch.optim.Adam if optimizer_name == "adam" else torch.optim.SGD)(model.parameters(), lr=0.01)

    def step():
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()

    for _ in range(3):
        step()
    start = time.perf_counter()
    step()
    once = time.perf_counter() - start
    count = max(1, int(seconds / 10 / once))
    rounds = []
    for _ in range(10 if count > 1 else 5):
        start = time.perf_counter()
        for _ in range(count):
            step()
        rounds.append((time.perf_counter() - start) / count * 1e6)
    return statistics.median(rounds)


for network in networks:
    layers, batch, optimizer, loss = network.split(":")
    print(network, time_step([int(n) for n in layers.split("-")], int(batch), optimizer, loss), flush=True)
