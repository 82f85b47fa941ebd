"""Writes recurrent networks of PyTorch with random weights as ONNX files: export_pytorch_recurrent.py <folder>

Made with PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). The files of the folder Reference whose names begin with
recurrent come from here, and recurrent.json has an input and the output of each.
"""
import json
import os
import sys

import torch
from torch import nn


class Network(nn.Module):
    """A recurrent module and a function of its outputs and states."""

    def __init__(self, module, function):
        super().__init__()
        self.module, self.function, self.head = module, function, nn.Linear(module.hidden_size, 2)

    def forward(self, x, *states):
        output, state = self.module(x, *([states] if isinstance(self.module, nn.LSTM) else states)) if states else self.module(x)
        return self.function(self, output, state)


def values_of(tensor):
    return {"shape": list(tensor.shape), "data": [round(value, 7) for value in tensor.double().flatten().tolist()]}


def last(network, output, state):
    return network.head(output[:, -1])


def final_of_both(network, output, state):
    hidden = state[0] if isinstance(state, tuple) else state
    return torch.cat([hidden[-2], hidden[-1]], dim=1)


MODELS = {
    "lstm_steps": (nn.LSTM(3, 4, batch_first=True), lambda network, output, state: network.head(output)),
    "lstm_last": (nn.LSTM(3, 4, batch_first=True), last),
    "lstm_hidden": (nn.LSTM(3, 4, batch_first=True), lambda network, output, state: network.head(state[0][-1])),
    "lstm_carry": (nn.LSTM(3, 4, batch_first=True), lambda network, output, state: network.head(state[1].squeeze(0)) + output[:, -1, :2]),
    "lstm_bidirectional": (nn.LSTM(3, 4, bidirectional=True, batch_first=True), lambda network, output, state: output),
    "lstm_both_hidden": (nn.LSTM(3, 4, bidirectional=True, batch_first=True), final_of_both),
    "lstm_layers": (nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True), lambda network, output, state: output),
    "gru_steps": (nn.GRU(3, 4, batch_first=True), lambda network, output, state: network.head(output)),
    "gru_both_hidden": (nn.GRU(3, 4, bidirectional=True, bias=False, batch_first=True), final_of_both),
    "rnn_last": (nn.RNN(3, 4, nonlinearity="relu", batch_first=True), last),
    "rnn_bidirectional": (nn.RNN(3, 4, bidirectional=True, batch_first=True), lambda network, output, state: output),
}


def main(folder):
    torch.manual_seed(5)
    expected = {}
    for name, (module, function) in MODELS.items():
        network = Network(module, function).eval()
        for parameter in network.parameters():
            nn.init.normal_(parameter, std=0.5)
        x = torch.randn(2, 5, 3)
        torch.onnx.export(
            network, x, os.path.join(folder, f"recurrent_{name}.onnx"), opset_version=17, input_names=["x"], output_names=["y"],
            dynamic_axes={"x": {0: "batch", 1: "steps"}})
        expected[name] = {"input": values_of(x), "output": values_of(network(x).detach())}
    with open(os.path.join(folder, "recurrent.json"), "w") as file:
        json.dump(expected, file)


main(sys.argv[1])
