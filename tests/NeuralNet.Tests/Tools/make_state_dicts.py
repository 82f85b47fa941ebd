"""Writes files of PyTorch with their tensors as JSON: make_state_dicts.py <folder>

Made with PyTorch 1.13 (Debian 12: python3-torch). The files of the folder Reference/pytorch come from here.
"""
import json
import os
import sys

import torch
from torch import nn

expected = {}


def values_of(tensor):
    return {"shape": list(tensor.shape), "data": tensor.double().flatten().tolist()}


def save(folder, name, content, tensors, **options):
    """Writes a file, and what a reader should find in it."""
    torch.save(content, os.path.join(folder, name + ".pt"), **options)
    expected[name] = {"tensors": {key: values_of(tensor.detach()) for key, tensor in tensors.items()}}


def trained_net():
    """A network with statistics of batches, and an optimizer with a state."""
    net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for _ in range(5):
        optimizer.zero_grad()
        net(torch.randn(16, 4)).square().mean().backward()
        optimizer.step()
    return net.eval(), optimizer


def main(folder):
    torch.manual_seed(1)
    net, optimizer = trained_net()
    weights = net.state_dict()
    save(folder, "net", weights, weights)
    x = torch.randn(6, 4)
    expected["net"].update(input=values_of(x), output=values_of(net(x).detach()))
    for protocol in (3, 4, 5):
        save(folder, f"protocol{protocol}", weights, weights, pickle_protocol=protocol)
    save(folder, "half", net.half().state_dict(), net.half().state_dict())

    types = {str(dtype).split(".")[1]: torch.tensor([0, 1, 2.6, 100]).to(dtype) for dtype in (
        torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8,
        torch.bool)}
    types["int64"][0], types["int8"][0] = -2 ** 40, -128
    save(folder, "types", types, types)

    block = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4)
    views = {
        "whole": block, "transposed": block.transpose(0, 2), "slice": block[1], "column": block[:, 1:, 3], "steps": block[:, ::2, ::3],
        "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 3), "scalar": block[1, 2, 3], "empty": block[:, :0],
        "double": block.double().permute(1, 2, 0), "ones": block.reshape(1, 24, 1)[:, 4:8],
    }
    save(folder, "views", views, views)

    parameters = {"weight": nn.Parameter(torch.randn(2, 3)), "scale": nn.Parameter(torch.randn(3), requires_grad=False)}
    save(folder, "parameters", parameters, parameters)

    torch.manual_seed(2)
    net, optimizer = trained_net()
    weights = net.state_dict()
    save(folder, "checkpoint", {
        "epoch": 3, "loss": torch.tensor(0.25), "model_state_dict": weights, "optimizer_state_dict": optimizer.state_dict(),
        "settings": {"name": "net", "rates": [0.1, 0.01], "seed": 2 ** 64 - 1, "amsgrad": False, "path": None, "betas": (0.9, 0.999)},
    }, weights)
    generator, discriminator = nn.Linear(2, 3), nn.Linear(3, 1)
    save(folder, "two_nets", {"generator": generator.state_dict(), "discriminator": discriminator.state_dict()}, {
        f"{name}.{key}": tensor for name, part in (("generator", generator), ("discriminator", discriminator))
        for key, tensor in part.state_dict().items()})

    text = nn.ModuleDict({"embedding": nn.Embedding(7, 4), "norm": nn.LayerNorm(4), "head": nn.Linear(4, 2)})
    nn.init.normal_(text["norm"].weight)
    nn.init.normal_(text["norm"].bias)
    save(folder, "text", text.state_dict(), text.state_dict())
    tokens = torch.randint(0, 7, (5, 3))
    output = text["head"](text["norm"](text["embedding"](tokens)).mean(1)).detach()
    expected["text"].update(input=values_of(tokens), output=values_of(output))

    conv = nn.Conv2d(4, 5, (3, 2))
    save(folder, "conv", conv.state_dict(), conv.state_dict())

    torch.save(net, os.path.join(folder, "whole_model.pt"))
    torch.save(net.state_dict(), os.path.join(folder, "legacy.pt"), _use_new_zipfile_serialization=False)
    torch.save({"a": torch.ones(2, dtype=torch.complex64)}, os.path.join(folder, "complex.pt"))
    torch.save(torch.ones(2), os.path.join(folder, "tensor.pt"))
    torch.save({"epoch": 3}, os.path.join(folder, "no_tensors.pt"))
    torch.jit.script(nn.Linear(2, 2)).save(os.path.join(folder, "script.pt"))
    with open(os.path.join(folder, "state_dicts.json"), "w") as file:
        json.dump(expected, file)


if __name__ == "__main__":
    main(sys.argv[1])
