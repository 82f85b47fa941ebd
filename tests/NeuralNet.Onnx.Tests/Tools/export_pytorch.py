"""Writes small PyTorch models as ONNX files, with inputs and PyTorch's predictions: export_pytorch.py <folder>

Made with PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). The files of the folder Reference that
pytorch_exports.json names come from here.
"""
import json
import os
import sys

import torch
from torch import nn


class Unbiased(nn.Module):
    """A product without bias, and an offset that is added to it."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 3, bias=False)
        self.offset = nn.Parameter(torch.randn(3))

    def forward(self, x):
        return self.linear(x) + self.offset


class Tied(nn.Module):
    """One weight in two layers, and the same layer twice."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4, bias=False)
        self.second = nn.Linear(4, 4, bias=False)
        self.second.weight = self.first.weight

    def forward(self, x):
        return self.second(torch.relu(self.first(torch.relu(self.first(x)))))


class Computed(nn.Module):
    """Weights that are computed of parameters."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3, 8))
        self.gain = nn.Parameter(torch.randn(3, 1))
        self.extra = nn.Parameter(torch.randn(2, 4))
        self.bias = nn.Parameter(torch.randn(1, 5))

    def forward(self, x):
        weight = torch.cat([self.weight[:, ::2] * self.gain, self.extra - 0.5], dim=0)
        return x.matmul(weight.t()) + self.bias.squeeze(0) / 2


class Pooled(nn.Module):
    """The mean of embeddings, scaled, into a layer without bias."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.linear = nn.Linear(4, 2, bias=False)

    def forward(self, tokens):
        return self.linear(self.embedding(tokens).mean(dim=1))


def batch_norm(features):
    layer = nn.BatchNorm1d(features)
    layer.running_mean.normal_()
    layer.running_var.uniform_(0.5, 2)
    nn.init.normal_(layer.weight)
    nn.init.normal_(layer.bias)
    return layer


def layer_norm(features):
    layer = nn.LayerNorm(features)
    nn.init.normal_(layer.weight)
    nn.init.normal_(layer.bias)
    return layer


def numbers(*shape):
    return torch.randn(*shape)


MODELS = {
    "unbiased": (lambda: nn.Linear(4, 3, bias=False), lambda: [numbers(5, 4)]),
    "unbiased_steps": (lambda: nn.Linear(4, 3, bias=False), lambda: [numbers(5, 2, 4)]),
    "biased_steps": (lambda: nn.Linear(4, 3), lambda: [numbers(5, 2, 4)]),
    "unbiased_offset": (Unbiased, lambda: [numbers(5, 4)]),
    "tied": (Tied, lambda: [numbers(5, 4)]),
    "computed": (Computed, lambda: [numbers(5, 4)]),
    "pooled_tokens": (Pooled, lambda: [torch.randint(0, 7, (5, 3))]),
    "weight_norm": (lambda: nn.utils.weight_norm(nn.Linear(4, 3)), lambda: [numbers(5, 4)]),
    "sequence": (
        lambda: nn.Sequential(
            nn.Linear(4, 6, bias=False), batch_norm(6), nn.ReLU(), nn.Dropout(0.3), nn.Linear(6, 5), nn.GELU(),
            layer_norm(5), nn.Linear(5, 3, bias=False), nn.Softmax(dim=-1)),
        lambda: [numbers(5, 4)]),
    "normalized_steps": (
        lambda: nn.Sequential(nn.Linear(4, 6, bias=False), layer_norm(6), nn.GELU(), nn.Linear(6, 3)), lambda: [numbers(5, 2, 4)]),
    "flattened": (lambda: nn.Sequential(nn.Flatten(), nn.Linear(8, 3, bias=False)), lambda: [numbers(5, 2, 4)]),
}


def data_of(tensor):
    return {"shape": list(tensor.shape), "data": [float(value) for value in tensor.flatten()]}


# Every model without folding, and what an older opset or folding writes in another way.
FORMS = {name: [(17, False)] for name in MODELS}
FORMS["sequence"] += [(11, False), (11, True), (13, True)]
FORMS["normalized_steps"] += [(11, True), (13, False)]
FORMS["computed"] += [(11, False), (17, True)]
FORMS["tied"] += [(17, True)]
FORMS["unbiased"] += [(11, False), (13, False)]
FORMS["unbiased_steps"] += [(13, False)]


def export(folder, name, opset, folding):
    """Writes one file and returns its name, its inputs and its output."""
    case = f"{name}_opset{opset}{'' if folding else '_unfolded'}"
    torch.manual_seed(len(name))
    make, make_inputs = MODELS[name]
    model, inputs = make().eval(), make_inputs()
    input_names = [f"input{i}" for i in range(len(inputs))]
    torch.onnx.export(
        model, tuple(inputs), os.path.join(folder, case + ".onnx"), opset_version=opset, do_constant_folding=folding,
        input_names=input_names, dynamic_axes={input_name: {0: "batch"} for input_name in input_names})
    with torch.no_grad():
        output = model(*inputs)
    return case, {"inputs": [data_of(tensor) for tensor in inputs], "output": data_of(output)}


def main(folder):
    cases = dict(export(folder, name, opset, folding) for name, forms in FORMS.items() for opset, folding in forms)
    with open(os.path.join(folder, "pytorch_exports.json"), "w", encoding="utf-8") as file:
        json.dump(cases, file)


if __name__ == "__main__":
    main(sys.argv[1])
