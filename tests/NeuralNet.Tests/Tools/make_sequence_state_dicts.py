"""Writes weights of PyTorch's recurrent modules and of attention, with an input and the output: make_sequence_state_dicts.py <folder>

Made with PyTorch 1.13 (Debian 12: python3-torch). The files sequence_*.pt and sequences.json of the folder Reference/pytorch come from here.
"""
import json
import os
import sys

import torch
from torch import nn


def values_of(tensor):
    return {"shape": list(tensor.shape), "data": [round(value, 7) for value in tensor.double().flatten().tolist()]}


def main(folder):
    torch.manual_seed(3)
    modules = {
        "rnn": nn.RNN(3, 2, batch_first=True),
        "relu": nn.RNN(3, 2, nonlinearity="relu", bias=False, batch_first=True),
        "lstm": nn.LSTM(3, 2, batch_first=True),
        "lstm_layers": nn.LSTM(3, 2, num_layers=2, bidirectional=True, batch_first=True),
        "gru": nn.GRU(3, 2, batch_first=True),
        "gru_bidirectional": nn.GRU(3, 2, bidirectional=True, bias=False, batch_first=True),
    }
    expected = {}
    for name, module in modules.items():
        x = torch.randn(2, 4, 3)
        torch.save(module.state_dict(), os.path.join(folder, f"sequence_{name}.pt"))
        expected[name] = {"inputs": [values_of(x)], "output": values_of(module(x)[0].detach())}
    for name, sizes in {"attention": {}, "attention_sizes": {"kdim": 3, "vdim": 5}}.items():
        module = nn.MultiheadAttention(4, 2, batch_first=True, **sizes)
        for bias in (module.in_proj_bias, module.out_proj.bias):
            nn.init.normal_(bias)
        query, key, value = torch.randn(2, 4, 4), torch.randn(2, 3, sizes.get("kdim", 4)), torch.randn(2, 3, sizes.get("vdim", 4))
        torch.save(module.state_dict(), os.path.join(folder, f"sequence_{name}.pt"))
        output = module(query, key, value, need_weights=False)[0].detach()
        expected[name] = {"inputs": [values_of(query), values_of(value), values_of(key)], "output": values_of(output)}
    with open(os.path.join(folder, "sequences.json"), "w") as file:
        json.dump(expected, file)


main(sys.argv[1])
