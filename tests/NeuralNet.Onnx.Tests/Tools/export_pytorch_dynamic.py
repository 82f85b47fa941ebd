"""Writes small PyTorch models with a dynamic number of steps as ONNX files: export_pytorch_dynamic.py <folder>

Made with PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). The files of the folder Reference whose names begin with
dynamic come from here. They are traced with five steps and are meant to be run with any number.
"""
import os
import sys

import torch
from torch import nn


class ReshapedSteps(nn.Module):
    """Features that are taken apart and together again, by shapes that are computed of the input's."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 6)
        self.second = nn.Linear(6, 2)

    def forward(self, x):
        h = torch.relu(self.first(x))
        h = h.view(x.size(0), x.size(1), 2, 3).flatten(2)
        return self.second(h)


class RepeatedMean(nn.Module):
    """The mean of all steps, added to each of them."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.linear = nn.Linear(4, 6)

    def forward(self, tokens):
        h = self.linear(self.embedding(tokens))
        mean = h.mean(dim=1, keepdim=True)
        return (h + mean.expand(-1, h.size(1), -1)).amax(dim=1)


class HalvedFeatures(nn.Module):
    """Twice as many steps of half as many features, and back."""

    def __init__(self):
        super().__init__()
        self.pairs = nn.Linear(2, 2)
        self.linear = nn.Linear(4, 3)

    def forward(self, x):
        batch, steps, features = x.shape
        h = torch.tanh(self.pairs(x.reshape(batch, steps * 2, features // 2)))
        return self.linear(h.reshape(batch, -1, features)).mean(dim=1)


class JoinedSteps(nn.Module):
    """Steps behind steps, an axis of size 1 less and more, and a shape of the whole."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 2)

    def forward(self, x):
        h = torch.cat([x, 2 * x], dim=1).squeeze(-1).unsqueeze(2)
        return self.linear(h.reshape(h.size(0), x.size(1), 2))


class NormalizedSteps(nn.Module):
    """Normalizations that are spelled out or transposed, and two inputs of one length."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 6)
        self.layer = nn.LayerNorm(6)
        self.batch = nn.BatchNorm1d(6)
        self.batch.running_mean.normal_()

    def forward(self, x, y):
        h = nn.functional.gelu(self.layer(self.linear(x))) + self.linear(y)
        return torch.softmax(self.batch(h.transpose(1, 2)).transpose(1, 2), dim=-1)


class Positions(nn.Module):
    """A vector for each position, which is looked up by the number of steps."""

    def __init__(self):
        super().__init__()
        self.positions = nn.Embedding(50, 4)

    def forward(self, x):
        return x + self.positions(torch.arange(x.size(1)))


class MergedBatch(nn.Module):
    """All steps of all samples as rows of one batch."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 6)

    def forward(self, x):
        return self.linear(x.view(-1, 4)).view(x.size(0), -1, 6)


class MeanOfLength(nn.Module):
    """A sum over the steps, divided by their number."""

    def forward(self, x):
        return x / x.size(1)


def steps(features):
    return torch.randn(3, 5, features)


# The model, the inputs, and the opsets, each with and without folding.
MODELS = {
    "reshaped_steps": (ReshapedSteps, lambda: [steps(4)], [11, 17]),
    "repeated_mean": (RepeatedMean, lambda: [torch.randint(0, 9, (3, 5))], [11, 17]),
    "halved_features": (HalvedFeatures, lambda: [steps(4)], [17]),
    "joined_steps": (JoinedSteps, lambda: [steps(1)], [11, 17]),
    "normalized_steps": (NormalizedSteps, lambda: [steps(4), steps(4)], [11, 17]),
    "flattened_steps": (lambda: nn.Sequential(nn.Tanh(), nn.Flatten()), lambda: [steps(4)], [17]),
    "positions": (Positions, lambda: [steps(4)], [17]),
    "merged_batch": (MergedBatch, lambda: [steps(4)], [17]),
    "mean_of_length": (MeanOfLength, lambda: [steps(4)], [17]),
}


def main(folder):
    for name, (make, make_inputs, opsets) in MODELS.items():
        torch.manual_seed(len(name))
        model, inputs = make().eval(), make_inputs()
        names = ["x", "y"][:len(inputs)]
        for opset, folding in [(opsets[-1], True)] + [(opset, False) for opset in opsets]:
            file = f"dynamic_{name}_opset{opset}{'' if folding else '_unfolded'}.onnx"
            torch.onnx.export(
                model, tuple(inputs), os.path.join(folder, file), opset_version=opset, do_constant_folding=folding,
                input_names=names, dynamic_axes={input_name: {0: "batch", 1: "length"} for input_name in names})


if __name__ == "__main__":
    main(sys.argv[1])
