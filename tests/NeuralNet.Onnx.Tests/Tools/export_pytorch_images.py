"""Writes small networks for images of PyTorch with random weights as ONNX files: export_pytorch_images.py <folder>

Made with PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). The files of the folder Reference whose names begin with
image come from here. Each has one setting or another of the layers for images, in old and new opsets.
"""
import os
import sys

import torch
from torch import nn
from torch.nn import functional


class Lambda(nn.Module):
    """A function as a module."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


class Residual(nn.Module):
    """A block of ResNet, whose shortcut has a convolution of its own."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.first = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
        self.second = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList(nn.BatchNorm2d(filters) for _ in range(3))
        self.shortcut = nn.Conv2d(channels, filters, 1, stride, bias=False)

    def forward(self, x):
        y = functional.relu(self.norms[0](self.first(x)))
        return functional.relu(self.norms[1](self.second(y)) + self.norms[2](self.shortcut(x)))


class Dense(nn.Module):
    """A block whose output is joined to its input along the channels."""

    def __init__(self, channels, filters):
        super().__init__()
        self.convolution = nn.Conv2d(channels, filters, 3, padding=1)

    def forward(self, x):
        return torch.cat([x, functional.relu(self.convolution(x))], 1)


IMAGE, SEQUENCE = (3, 9, 10), (4, 11)

NETS = {
    "lenet": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 6, 3), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(6, 5), nn.LogSoftmax(-1))),
    "resnet": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 4, 7, 2, 3, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(3, 2, 1), Residual(4, 6, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(6, 3))),
    "densenet": (IMAGE, nn.Sequential(Dense(3, 2), Dense(5, 2), nn.BatchNorm2d(7), nn.Conv2d(7, 2, 1), nn.AvgPool2d(2, 2))),
    "mobilenet": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 6, 3, 2, 1), nn.ReLU6(), nn.Conv2d(6, 6, 3, padding=1, groups=6), nn.Hardswish(), nn.Conv2d(6, 4, 1),
        nn.Conv2d(4, 8, 3, padding=1, groups=4), nn.Hardtanh(0, 1))),
    "groups_dilation": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 6, (3, 2), dilation=(2, 1), padding=(2, 0)), nn.LeakyReLU(0.2), nn.Conv2d(6, 4, 3, groups=2, padding=(0, 1)),
        nn.ELU())),
    "asymmetric": (IMAGE, nn.Sequential(
        nn.ZeroPad2d((1, 0, 2, 1)), nn.Conv2d(3, 4, 3, 2), nn.ZeroPad2d((-1, 0, 0, -1)), nn.ConstantPad2d((1, 2, 0, 1), 0.5),
        nn.Conv2d(4, 2, 2, padding=1))),
    "transposed": (IMAGE, nn.Sequential(
        nn.ConvTranspose2d(3, 4, 3, 2, 1, output_padding=1), nn.ReLU(), nn.ConvTranspose2d(4, 2, (2, 3), dilation=(1, 2), padding=(1, 0)),
        nn.ConvTranspose2d(2, 3, 4, 2, 1, bias=False))),
    "pools": (IMAGE, nn.Sequential(
        nn.MaxPool2d(3, 1, 1), nn.AvgPool2d(3, 2, 1, count_include_pad=False), nn.MaxPool2d(3, 2, 1), nn.AvgPool2d(2, 1, 1))),
    "ceil_pools": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 4, 1), nn.ReLU(), nn.MaxPool2d(3, 2, ceil_mode=True), nn.MaxPool2d(2, ceil_mode=True, padding=1))),
    "upsampling": (IMAGE, nn.Sequential(
        nn.Upsample(scale_factor=2), nn.Conv2d(3, 2, 3), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False))),
    "resizing": (IMAGE, Lambda(lambda x: functional.interpolate(x, (5, 17), mode="bilinear", align_corners=False))),
    "prelu_clamp": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 4, 1), nn.PReLU(4), nn.Conv2d(4, 2, 1), nn.PReLU(), Lambda(lambda x: x.clamp(-0.5, 0.7)))),
    "slices": (IMAGE, Lambda(lambda x: x[:, :, 1:-2, 3:] * 2 + x[:, 1:2, 2:-1, :-3])),
    "group_norm": (IMAGE, nn.Sequential(
        nn.Conv2d(3, 6, 3), nn.InstanceNorm2d(6, affine=True), nn.GroupNorm(3, 6), nn.Conv2d(6, 2, 1), nn.InstanceNorm2d(2))),
    "channel_affine": (IMAGE, Lambda(
        lambda x: (x - torch.tensor([0.4, 0.5, 0.6]).view(3, 1, 1)) / torch.tensor([0.2, -0.3, 0.4]).view(1, 3, 1, 1))),
    "mean_image": (IMAGE, Lambda(lambda x: x - torch.arange(270.).view(3, 9, 10) / 100)),
    "channels_last": (IMAGE, nn.Sequential(
        Lambda(lambda x: x.permute(0, 2, 3, 1)), nn.Linear(3, 4), Lambda(lambda x: x.permute(0, 3, 1, 2)), nn.Conv2d(4, 2, 2))),
    "minimum": (IMAGE, Lambda(lambda x: torch.minimum(x, torch.maximum(x.mean((2, 3), keepdim=True), x * x)))),
    "sequence": (SEQUENCE, nn.Sequential(
        nn.Conv1d(4, 6, 3, padding=1), nn.BatchNorm1d(6), nn.ReLU(), nn.MaxPool1d(2), nn.Conv1d(6, 6, 2, groups=6, dilation=2),
        nn.AvgPool1d(2, 1), nn.Dropout(), nn.AdaptiveMaxPool1d(1), nn.Flatten(), nn.Linear(6, 2))),
    "causal": (SEQUENCE, nn.Sequential(
        nn.ConstantPad1d((4, 0), 0), nn.Conv1d(4, 3, 3, dilation=2), nn.ConvTranspose1d(3, 2, 4, 2, 1), nn.InstanceNorm1d(2))),
    "sequence_upsampling": (SEQUENCE, nn.Sequential(nn.Upsample(scale_factor=3), nn.AdaptiveAvgPool1d(1))),
}

# Where an opset writes something else: from 8 on attributes instead of inputs, other operators for resizing.
OPSETS = {name: (8, 9, 10, 11, 13, 16) if name in ("asymmetric", "slices", "prelu_clamp") else (8, 13) for name in NETS}
OPSETS.update(upsampling=(11, 13), resizing=(11, 13), ceil_pools=(10, 13), sequence_upsampling=(9, 13), minimum=(12,))
OPSETS["group_norm"] = (13,)
OPSETS["causal"] = (11, 13)
DYNAMIC = ("lenet", "resnet", "groups_dilation", "transposed", "pools", "sequence")


def randomize(net):
    """Gives each weight and statistic a value of its own, so that none can be left out unnoticed."""
    for name, value in list(net.named_parameters()) + list(net.named_buffers()):
        if value.is_floating_point():
            value.data.uniform_(0.5, 1.5) if "var" in name else value.data.uniform_(-0.5, 0.5)


def main(folder):
    torch.manual_seed(1)
    for name, (shape, net) in NETS.items():
        randomize(net)
        net.eval()
        x = torch.randn(2, *shape)
        for opset in OPSETS[name]:
            file = os.path.join(folder, f"image_{name}_opset{opset}.onnx")
            axes = {"x": {0: "batch"}} if name in DYNAMIC else None
            try:
                torch.onnx.export(net, x, file, opset_version=opset, input_names=["x"], output_names=["y"], dynamic_axes=axes)
            except Exception as exception:  # an operator that this opset lacks
                print(f"{name} opset {opset}: {str(exception).splitlines()[0]}")


main(sys.argv[1])
