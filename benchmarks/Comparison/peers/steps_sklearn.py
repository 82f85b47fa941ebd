"""Times training steps of scikit-learn's MLPClassifier and MLPRegressor. Usage: steps_sklearn.py THREADS SECONDS NETWORK... ;
prints "NETWORK MICROSECONDS" lines. The number of threads is that of its BLAS, set by the environment of this process.

A step is the difference between a long and a short fit, divided by the difference of their steps: what a fit costs besides its
steps drops out.
"""
import statistics
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

seconds, networks = float(sys.argv[2]), sys.argv[3:]
if networks == ["--version"]:
    print("scikit-learn", sklearn.__version__)
    sys.exit()
warnings.filterwarnings("ignore")


def time_step(sizes, batch, optimizer, loss):
    random = numpy.random.default_rng(1)
    steps = 20 if sizes[0] * sizes[1] < 100_000 else 4
    x = random.random((batch * steps, sizes[0]), dtype=numpy.float32)
    classes = max(2, sizes[-1])
    is_regression = loss == "mean_squared_error"
    y = random.random((batch * steps, sizes[-1]), dtype=numpy.float32) if is_regression else numpy.arange(batch * steps) % classes

    def fit(epochs):
        model = (MLPRegressor if is_regression else MLPClassifier)(
            hidden_layer_sizes=sizes[1:-1], solver=optimizer, batch_size=batch, max_iter=epochs,
            n_iter_no_change=10**6, tol=0, alpha=0, activation="tanh" if sizes[-1] == 1 else "relu", random_state=1)
        start = time.perf_counter()
        model.fit(x, y)
        return time.perf_counter() - start

    fit(1)
    once = max(fit(2) - fit(1), 1e-4)
    epochs = max(2, min(200, int(seconds / 4 / once)))
    return statistics.median((fit(epochs + 1) - fit(1)) / (epochs * steps) * 1e6 for _ in range(3))


for network in networks:
    layers, batch, optimizer, loss = network.split(":")
    print(network, time_step([int(n) for n in layers.split("-")], int(batch), optimizer, loss), flush=True)
