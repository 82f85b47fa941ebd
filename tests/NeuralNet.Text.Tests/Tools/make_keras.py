"""
Writes the files in Files as Keras 3.16 writes models with TextVectorization (saving/saving_lib.py, layers/preprocessing/text_vectorization.py,
index_lookup.py: get_config, save_own_variables, save_assets), without Keras, and the outputs that NumPy computes for texts.
Run in the folder of the tests: python3 Tools/make_keras.py
"""
import io
import json
import zipfile

import h5py
import numpy as np

random = np.random.default_rng(1)
POLICY = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}


def layer(module, class_name, name, inputs=None, **config):
    description = {"module": module, "class_name": class_name, "config": {"name": name, "trainable": True, "dtype": POLICY, **config},
                   "registered_name": None}
    return description if inputs is None else {**description, "name": name, "inbound_nodes": inbound(inputs)}


def inbound(inputs):
    if not inputs:
        return []
    tensors = [{"class_name": "__keras_tensor__", "config": {"shape": [None, 1], "dtype": "float32", "keras_history": [name, 0, 0]}}
               for name in inputs]
    return [{"args": tensors if len(tensors) == 1 else [tensors], "kwargs": {}}]


def text_input(name, shape, is_functional=False):
    description = {"module": "keras.layers", "class_name": "InputLayer",
                   "config": {"batch_shape": shape, "dtype": "string", "sparse": False, "ragged": False, "name": name, "optional": False},
                   "registered_name": None}
    return {**description, "name": name, "inbound_nodes": []} if is_functional else description


def vectorization(name, inputs=None, **settings):
    config = {"max_tokens": None, "standardize": "lower_and_strip_punctuation", "split": "whitespace", "ngrams": None, "output_mode": "int",
              "output_sequence_length": None, "pad_to_max_tokens": False, "sparse": False, "ragged": False, "vocabulary": None,
              "idf_weights": None, "encoding": "utf-8", "vocabulary_size": 7, **settings}
    return layer("keras.layers", "TextVectorization", name, inputs, **config)


def dense(name, units, activation, inputs=None):
    return layer("keras.layers", "Dense", name, inputs, units=units, activation=activation, use_bias=True,
                 kernel_initializer={"module": "keras.initializers", "class_name": "GlorotUniform", "config": {"seed": None}, "registered_name": None},
                 bias_initializer={"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": None},
                 kernel_regularizer=None, bias_regularizer=None, kernel_constraint=None, bias_constraint=None, quantization_config=None)


def write(path, class_name, config, weights, assets):
    model = {"module": "keras" if class_name == "Sequential" else "keras.src.models.functional", "class_name": class_name, "config": config,
             "registered_name": None if class_name == "Sequential" else "Functional"}
    file = io.BytesIO()
    with h5py.File(file, "w") as h5:
        for name, values in weights.items():
            h5[name] = values
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.16.0", "date_saved": "2026-11-28@07:00:00"}))
        archive.writestr("config.json", json.dumps(model))
        for name, lines in assets.items():
            archive.writestr(f"assets/layers/{name}/vocabulary.txt", "\n".join(lines))
        archive.writestr("model.weights.h5", file.getvalue())


def values(*shape):
    return random.normal(size=shape).astype(np.float32)


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def sequential():
    vocabulary = ["", "[UNK]", "baz", "bar", "foo", "boom", "ünder"]
    vectors, kernel, bias = values(7, 3), values(3, 2), values(2)
    layers = [text_input("mail", [None, 1]),
              vectorization("text_vectorization", max_tokens=5000, output_sequence_length=4),
              layer("keras.layers", "Embedding", "embedding", input_dim=7, output_dim=3, embeddings_initializer={
                  "module": "keras.initializers", "class_name": "RandomUniform", "config": {"seed": None, "minval": -0.05, "maxval": 0.05},
                  "registered_name": None}, embeddings_regularizer=None, activity_regularizer=None, embeddings_constraint=None,
                  mask_zero=True, quantization_config=None),
              layer("keras.layers", "GlobalAveragePooling1D", "pool", data_format="channels_last", keepdims=False),
              dense("classes", 2, "softmax")]
    write("Files/text_sequential.keras", "Sequential",
          {"name": "texts", "trainable": True, "dtype": POLICY, "layers": layers, "build_input_shape": [None, 1]},
          {"layers/embedding/vars/0": vectors, "layers/dense/vars/0": kernel, "layers/dense/vars/1": bias},
          {"text_vectorization": vocabulary, "text_vectorization/_lookup_layer": vocabulary})
    texts = ["Foo, qux bar!", "ünder boom baz foo bar", "baz"]
    indices = [[4, 1, 3], [6, 5, 2, 4], [2]]
    return {"texts": texts, "outputs": [softmax(vectors[row].mean(axis=0) @ kernel + bias).tolist() for row in indices]}


def functional():
    titles = ["[UNK]", "good", "bad"]
    idf = np.array([0.9, 0.3, 0.5], np.float32)
    kernel, bias = values(8, 1), values(1)
    layers = [text_input("body", [None], True),
              text_input("title", [None, 1], True),
              vectorization("words", ["body"], output_mode="multi_hot", standardize=None, ngrams=2, vocabulary=["a", "b", "a b", "c"]),
              vectorization("terms", ["title"], output_mode="tf_idf", ngrams=[1], standardize="lower"),
              layer("keras.layers", "Concatenate", "both", ["words", "terms"], axis=-1),
              dense("output", 1, "sigmoid", ["both"])]
    write("Files/text_functional.keras", "Functional",
          {"name": "functional", "trainable": True, "layers": layers, "input_layers": [["title", 0, 0], ["body", 0, 0]],
           "output_layers": ["output", 0, 0]},
          {"layers/text_vectorization_1/vars/idf_weights": idf, "layers/text_vectorization_1/_lookup_layer/vars/idf_weights": idf,
           "layers/dense/vars/0": kernel, "layers/dense/vars/1": bias},
          {"text_vectorization_1": titles, "text_vectorization_1/_lookup_layer": titles})
    # "A a b": the tokens A, a, b, "A a", "a b"; unknown are A and "A a".
    x = np.array([[1, 1, 1, 1, 0, 0.9, 2 * 0.3, 0]], np.float32)
    return {"title": "GOOD good film", "body": "A a b", "output": float(1 / (1 + np.exp(-(x @ kernel + bias)[0, 0])))}


with open("Files/keras.json", "w") as file:
    json.dump({"sequential": sequential(), "functional": functional()}, file, indent=1, ensure_ascii=False)
    file.write("\n")
