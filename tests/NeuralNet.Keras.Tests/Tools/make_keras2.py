"""
Writes Reference/legacy_keras2.h5: the model legacy_functional with names and configurations in the form of Keras 2 (tf.keras 2.4).
Run in the folder of the tests: python3 Tools/make_keras2.py
"""
import json

import h5py


def initializer(name):
    if name == "Glorot":
        settings = {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None, "dtype": "float32"}
        return {"class_name": "VarianceScaling", "config": settings}
    return {"class_name": name, "config": {}}


def layer(class_name, name, sources, **config):
    uses = [[[source, 0, 0, {}] for source in sources]] if sources else []
    settings = {"name": name, "trainable": True, "dtype": "float32", **config}
    return {"class_name": class_name, "config": settings, "name": name, "inbound_nodes": uses}


def dense(name, source, units, activation, regularizer=None):
    return layer(
        "Dense", name, [source], units=units, activation=activation, use_bias=True, kernel_initializer=initializer("Glorot"),
        bias_initializer=initializer("Zeros"), kernel_regularizer=regularizer, bias_regularizer=None, activity_regularizer=None,
        kernel_constraint=None, bias_constraint=None)


MODEL = {"class_name": "Functional", "config": {"name": "legacy_functional", "layers": [
    {"class_name": "InputLayer", "name": "features", "inbound_nodes": [], "config": {
        "batch_input_shape": [None, 4], "dtype": "float32", "sparse": False, "ragged": False, "name": "features"}},
    dense("hidden", "features", 5, "relu"),
    layer(
        "BatchNormalization", "norm", ["hidden"], axis=[1], momentum=0.99, epsilon=0.001, center=True, scale=True,
        beta_initializer=initializer("Zeros"), gamma_initializer=initializer("Ones"), moving_mean_initializer=initializer("Zeros"),
        moving_variance_initializer=initializer("Ones"), beta_regularizer=None, gamma_regularizer=None, beta_constraint=None,
        gamma_constraint=None),
    dense("beside", "features", 5, "tanh", {"class_name": "L2", "config": {"l2": 0.01}}),
    layer("Add", "sum", ["norm", "beside"]),
    dense("scores", "sum", 3, "softmax"),
], "input_layers": [["features", 0, 0]], "output_layers": [["scores", 0, 0]]}}

TRAINING = {
    "loss": {"class_name": "SparseCategoricalCrossentropy", "config": {
        "reduction": "auto", "name": "sparse_categorical_crossentropy", "from_logits": False}},
    "metrics": [[{"class_name": "MeanMetricWrapper", "config": {
        "name": "accuracy", "dtype": "float32", "fn": "sparse_categorical_accuracy"}}]],
    "weighted_metrics": None, "loss_weights": None,
    "optimizer_config": {"class_name": "Adam", "config": {
        "name": "Adam", "lr": 0.002, "decay": 0.01, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}}}

with h5py.File("Reference/legacy_functional.h5", "r") as source, h5py.File("Reference/legacy_keras2.h5", "w") as target:
    target.attrs["keras_version"] = "2.4.0"
    target.attrs["backend"] = "tensorflow"
    target.attrs["model_config"] = json.dumps(MODEL).encode()
    target.attrs["training_config"] = json.dumps(TRAINING).encode()
    weights = target.create_group("model_weights")
    names = [name for name in source["model_weights"].attrs["layer_names"]]
    weights.attrs["layer_names"] = [name.encode() for name in names]
    for name in names:
        group = weights.create_group(name)
        old = [path for path in source["model_weights"][name].attrs["weight_names"]]
        new = ["/".join(path.split("/")[-2:]) + ":0" for path in old]
        group.attrs["weight_names"] = [path.encode() for path in new]
        for old_path, new_path in zip(old, new):
            group[new_path] = source["model_weights"][name][old_path][()]

with open("Reference/legacy_functional.json") as file:
    reference = json.load(file)
reference["about"] = "legacy_functional with its configuration in the form of Keras 2"
reference["cases"][0].update(name="legacy_keras2", model="legacy_keras2.h5")
with open("Reference/legacy_keras2.json", "w") as file:
    json.dump(reference, file)
