"""Sets a tensor of a safetensors file to ones, as another tool would: reads it, changes it, writes it in an order of its own.

python3 edit_safetensors.py FILE TENSOR [--keep-metadata [--drop-checksum]]
"""
import json
import struct
import sys

path, edited, *flags = sys.argv[1:]
with open(path, "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    data = file.read()

metadata = header.pop("__metadata__")
tensors = {name: data[slice(*entry["data_offsets"])] for name, entry in header.items()}
count = len(tensors[edited]) // 4
tensors[edited] = struct.pack(f"<{count}f", *[1.0] * count)

offset = 0
new_header = {}
for name in sorted(tensors, reverse=True):
    end = offset + len(tensors[name])
    new_header[name] = {"shape": header[name]["shape"], "dtype": header[name]["dtype"], "data_offsets": [offset, end]}
    offset = end
if "--keep-metadata" in flags:
    if "--drop-checksum" in flags:
        del metadata["checksum"]
    new_header["__metadata__"] = metadata

text = json.dumps(new_header).encode()
with open(path, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + b"".join(tensors[name] for name in sorted(tensors, reverse=True)))
