"""Checks ONNX models with ONNX's own checker: onnx_checker.py <jobs.json> <results.json>"""
import json
import sys

import onnx

results = {}
with open(sys.argv[1], encoding="utf-8") as jobs:
    for job in json.load(jobs):
        try:
            onnx.checker.check_model(job["file"], full_check=True)
            model = onnx.shape_inference.infer_shapes(onnx.load(job["file"]), check_type=True, strict_mode=True)
            results[job["name"]] = {"error": None, "operators": [node.op_type for node in model.graph.node]}
        except Exception as error:  # The test shows it.
            results[job["name"]] = {"error": str(error)}
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(results, file)
