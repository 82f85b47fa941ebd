"""
Writes the files in Files by the HDF5 library: weights of the model two_branch in forms that Keras does not write.
Run in the folder of the tests: python3 Tools/make_hdf5.py
"""
import h5py
import numpy as np


def copy(name, change):
    with h5py.File("Reference/two_branch.weights.h5", "r") as source, h5py.File(f"Files/{name}.weights.h5", "w") as target:
        for item in source:
            source.copy(item, target)
        change(target)


def replace(target, **settings):
    values = target["layers/dense/vars/0"][()]
    del target["layers/dense/vars/0"]
    target["layers/dense/vars"].create_dataset("0", data=settings.pop("data", values), **settings)


def bfloat16(target):
    """Keras writes bfloat16 as opaque bytes and notes the type in an attribute (saving_lib.py, H5Entry)."""
    values = target["layers/dense/vars/0"][()]
    replace(target, data=(values.view(np.uint32) >> 16).astype(np.uint16).view("V2"))
    target["layers/dense/vars/0"].attrs["dtype"] = "bfloat16"


def link(target, value):
    del target["layers/dense/vars/0"]
    target["layers/dense/vars/0"] = value


def cycle(target):
    target["layers/dense/again"] = target["layers"]


copy("half", lambda target: replace(target, dtype=np.float16))
copy("bfloat16", bfloat16)
copy("double", lambda target: replace(target, dtype=np.float64))
copy("big_endian", lambda target: replace(target, dtype=">f4"))
copy("compressed", lambda target: replace(target, compression="gzip"))
copy("soft_link", lambda target: link(target, h5py.SoftLink("/layers/dense_1/vars/0")))
copy("external_link", lambda target: link(target, h5py.ExternalLink("other.h5", "/weights")))
copy("cycle", cycle)
copy("text", lambda target: replace(target, data="text"))
