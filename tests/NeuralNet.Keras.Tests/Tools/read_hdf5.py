"""Prints the content of an HDF5 file as JSON: the attributes of groups and the shapes and values of data sets, by their paths."""
import json
import sys

import h5py

content = {}


def visit(name, item):
    if isinstance(item, h5py.Dataset):
        content[name] = {"shape": list(item.shape), "data": item[()].ravel().tolist()}
    else:
        content[name] = {key: str(value) for key, value in item.attrs.items()}


h5py.File(sys.argv[1], "r").visititems(visit)
print(json.dumps(content))
