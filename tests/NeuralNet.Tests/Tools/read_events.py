"""Reads a folder of events with TensorBoard's own reader and writes its scalars and histograms as JSON: read_events.py <folder>"""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

reader = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0, "histograms": 0, "tensors": 0})
reader.Reload()
tags = reader.Tags()
print(json.dumps({
    "scalars": {tag: [[event.step, event.value] for event in reader.Scalars(tag)] for tag in tags["scalars"]},
    "histograms": {tag: [[event.step, event.histogram_value.num] for event in reader.Histograms(tag)] for tag in tags["histograms"]},
}))
