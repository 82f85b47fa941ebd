"""Writes small transformers of PyTorch with random weights as ONNX files: export_pytorch_transformers.py <folder>

Made with PyTorch 1.13 and ONNX 1.12 (Debian 12: python3-torch, python3-onnx). The files of the folder Reference whose names begin with
transformer come from here. Each is a way in which the models of the field spell out attention, positions and masks.
"""
import math
import os
import sys

import torch
from torch import nn

WORDS, WIDTH, HEADS, LENGTH = 19, 8, 2, 12


class Attention(nn.Module):
    """Projections, and the heads as BERT has them: (batch, heads, steps, size)."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def heads(self, x):
        return x.view(x.size(0), x.size(1), HEADS, WIDTH // HEADS).permute(0, 2, 1, 3)

    def forward(self, x, hide):
        q, k, v = self.heads(self.query(x)), self.heads(self.key(x)), self.heads(self.value(x))
        scores = hide(torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS))
        context = torch.matmul(torch.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).contiguous()
        return self.output(context.view(x.size(0), x.size(1), WIDTH))


class Block(nn.Module):
    """Attention and a feed-forward part, each with its input added and normalized."""

    def __init__(self, attention, activation):
        super().__init__()
        self.attention, self.activation = attention, activation
        self.first, self.second = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x, hide):
        x = self.norms[0](self.attention(x, hide) + x)
        return self.norms[1](self.second(self.activation(self.first(x))) + x)


class Bert(nn.Module):
    """Positions as a slice of a list, a mask that is added, and a pooler of the first step."""

    def __init__(self):
        super().__init__()
        self.words, self.positions, self.types = nn.Embedding(WORDS, WIDTH), nn.Embedding(LENGTH, WIDTH), nn.Embedding(2, WIDTH)
        self.register_buffer("position_ids", torch.arange(LENGTH).expand((1, -1)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.blocks = nn.ModuleList(Block(Attention(), nn.functional.gelu) for _ in range(2))
        self.pooler = nn.Linear(WIDTH, WIDTH)

    def forward(self, input_ids, attention_mask, token_type_ids):
        extended = (1.0 - attention_mask[:, None, None, :].to(torch.float32)) * -10000.0
        positions = self.positions(self.position_ids[:, :input_ids.size(1)])
        x = self.norm(self.words(input_ids) + self.types(token_type_ids) + positions)
        for block in self.blocks:
            x = block(x, lambda scores: scores + extended)
        return x, torch.tanh(self.pooler(x[:, 0]))


class DistilBert(nn.Module):
    """Queries that are scaled before the product, and scores that are filled where the mask is 0."""

    class Attention(Attention):
        def heads(self, x):
            return x.view(x.size(0), -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        def forward(self, x, mask):
            q, k, v = self.heads(self.query(x)), self.heads(self.key(x)), self.heads(self.value(x))
            q = q / math.sqrt(WIDTH // HEADS)
            scores = torch.matmul(q, k.transpose(2, 3))
            hidden = (mask == 0).view(x.size(0), 1, 1, x.size(1)).expand_as(scores)
            weights = nn.functional.softmax(scores.masked_fill(hidden, torch.finfo(torch.float32).min), dim=-1)
            context = torch.matmul(weights, v).transpose(1, 2).contiguous().view(x.size(0), -1, WIDTH)
            return self.output(context)

    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.register_buffer("position_ids", torch.arange(LENGTH).expand((1, -1)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.blocks = nn.ModuleList(Block(DistilBert.Attention(), nn.functional.gelu) for _ in range(2))

    def forward(self, input_ids, attention_mask):
        x = self.norm(self.words(input_ids) + self.positions(self.position_ids[:, :input_ids.size(1)]))
        for block in self.blocks:
            x = block(x, attention_mask)
        return x


class Conv1D(nn.Module):
    """A product as GPT-2 has it: all steps of all samples as rows."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.outputs = outputs
        self.weight, self.bias = nn.Parameter(0.3 * torch.randn(inputs, outputs)), nn.Parameter(torch.randn(outputs))

    def forward(self, x):
        sizes = x.size()[:-1] + (self.outputs,)
        return torch.addmm(self.bias, x.view(-1, x.size(-1)), self.weight).view(sizes)


def gelu_new(x):
    return 0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0))))


class Gpt(nn.Module):
    """Queries, keys and values of one product, a causal mask that is a slice of a table, positions that are counted, a tied output."""

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))
            self.packed, self.output = Conv1D(WIDTH, 3 * WIDTH), Conv1D(WIDTH, WIDTH)
            self.first, self.second = Conv1D(WIDTH, 4 * WIDTH), Conv1D(4 * WIDTH, WIDTH)
            self.register_buffer("bias", torch.tril(torch.ones((LENGTH, LENGTH), dtype=torch.uint8)).view(1, 1, LENGTH, LENGTH))
            self.register_buffer("masked", torch.tensor(-1e4))

        def heads(self, x):
            return x.view(x.size()[:-1] + (HEADS, WIDTH // HEADS)).permute(0, 2, 1, 3)

        def attend(self, x):
            q, k, v = (self.heads(part) for part in self.packed(x).split(WIDTH, dim=2))
            scores = torch.matmul(q, k.transpose(-1, -2)) / (v.size(-1) ** 0.5)
            queries, keys = q.size(-2), k.size(-2)
            scores = torch.where(self.bias[:, :, keys - queries:keys, :keys].bool(), scores, self.masked)
            context = torch.matmul(nn.functional.softmax(scores, dim=-1), v).permute(0, 2, 1, 3).contiguous()
            return self.output(context.view(context.size()[:-2] + (WIDTH,)))

        def forward(self, x):
            x = x + self.attend(self.norms[0](x))
            return x + self.second(gelu_new(self.first(self.norms[1](x))))

    def __init__(self):
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, WIDTH), nn.Embedding(LENGTH, WIDTH)
        self.blocks = nn.ModuleList(Gpt.Block() for _ in range(2))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, input_ids):
        positions = torch.arange(0, input_ids.size(-1), dtype=torch.long, device=input_ids.device).unsqueeze(0).view(-1, input_ids.size(-1))
        x = self.words(input_ids) + self.positions(positions)
        for block in self.blocks:
            x = block(x)
        return nn.functional.linear(self.norm(x), self.words.weight)


class NanoGpt(nn.Module):
    """A causal mask as scores that are filled where a table is 0, and products of all steps that keep their axes."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(WORDS, WIDTH)
        self.packed, self.output = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.register_buffer("table", torch.tril(torch.ones(LENGTH, LENGTH)).view(1, 1, LENGTH, LENGTH))

    def forward(self, input_ids):
        x = self.words(input_ids)
        batch, steps, width = x.size()
        q, k, v = self.packed(x).split(width, dim=2)
        k = k.view(batch, steps, HEADS, width // HEADS).transpose(1, 2)
        q = q.view(batch, steps, HEADS, width // HEADS).transpose(1, 2)
        v = v.view(batch, steps, HEADS, width // HEADS).transpose(1, 2)
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        scores = scores.masked_fill(self.table[:, :, :steps, :steps] == 0, float("-inf"))
        return x + self.output((torch.softmax(scores, dim=-1) @ v).transpose(1, 2).contiguous().view(batch, steps, width))


class Encoder(nn.Module):
    """PyTorch's own encoder, whose attention has the steps before the batch and both of batch and heads in one axis."""

    def __init__(self, norm_first):
        super().__init__()
        layer = nn.TransformerEncoderLayer(WIDTH, HEADS, 2 * WIDTH, dropout=0, batch_first=True, norm_first=norm_first)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        for parameter in self.encoder.parameters():
            nn.init.normal_(parameter, std=0.4)

    def forward(self, x):
        return self.encoder(x)


class Decoder(nn.Module):
    """PyTorch's decoder: a causal mask of a fixed length, and attention to another sequence."""

    def __init__(self):
        super().__init__()
        layer = nn.TransformerDecoderLayer(WIDTH, HEADS, 2 * WIDTH, dropout=0, batch_first=True)
        self.decoder = nn.TransformerDecoder(layer, 1)
        self.register_buffer("mask", torch.triu(torch.full((6, 6), float("-inf")), diagonal=1))

    def forward(self, x, memory):
        return self.decoder(x, memory, tgt_mask=self.mask)


class PaddedEncoder(nn.Module):
    """PyTorch's encoder with a mask of padding, as truth values that are made of a mask of data."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(WORDS, WIDTH)
        self.encoder = Encoder(False).encoder

    def forward(self, input_ids, attention_mask):
        return self.encoder(self.words(input_ids), src_key_padding_mask=attention_mask == 0)


class Unprojected(nn.Module):
    """Attention of steps to themselves, without projections and heads."""

    def forward(self, x):
        return torch.tanh(torch.softmax(x @ x.transpose(1, 2) * 0.3, dim=-1) @ x)


def tokens(length=5):
    return torch.randint(0, WORDS, (3, length))


def mask(length=5):
    return (torch.arange(length)[None, :] < torch.tensor([[length], [length - 2], [1]])).long()


def steps(length=5):
    return torch.randn(3, length, WIDTH)


# The model, its inputs by names, the axes after the batch that are open, and the opsets.
MODELS = {
    "bert": (Bert, lambda: {"input_ids": tokens(), "attention_mask": mask(), "token_type_ids": torch.randint(0, 2, (3, 5))}, [1], [13, 17]),
    "distilbert": (DistilBert, lambda: {"input_ids": tokens(), "attention_mask": mask()}, [1], [13, 17]),
    "gpt": (Gpt, lambda: {"input_ids": tokens()}, [1], [13, 17]),
    "nanogpt": (NanoGpt, lambda: {"input_ids": tokens()}, [1], [17]),
    "encoder": (lambda: Encoder(False), lambda: {"x": steps()}, [1], [17]),
    "encoder_norm_first": (lambda: Encoder(True), lambda: {"x": steps()}, [1], [17]),
    "padded_encoder": (PaddedEncoder, lambda: {"input_ids": tokens(), "attention_mask": mask()}, [1], [17]),
    "decoder": (Decoder, lambda: {"x": steps(6), "memory": steps(4)}, [], [17]),
    "unprojected": (Unprojected, lambda: {"x": steps()}, [1], [17]),
}


def main(folder):
    for name, (make, make_inputs, axes, opsets) in MODELS.items():
        torch.manual_seed(len(name))
        model, inputs = make(), make_inputs()
        for opset in opsets:
            file = os.path.join(folder, f"transformer_{name}_opset{opset}.onnx")
            # The fast path of PyTorch's encoder cannot be exported; in training mode, without dropout, it is not taken.
            torch.onnx.export(
                model, tuple(inputs.values()), file, opset_version=opset, input_names=list(inputs), training=torch.onnx.TrainingMode.PRESERVE,
                do_constant_folding=True, dynamic_axes={key: {0: "batch", **{axis: f"length" for axis in axes}} for key in inputs})


if __name__ == "__main__":
    main(sys.argv[1])
