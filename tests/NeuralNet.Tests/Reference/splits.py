"""Writes splits.json, the folds of scikit-learn (1.2.1): python3 splits.py > splits.json"""

import json

from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, TimeSeriesSplit


def folds(splitter, rows, labels=None, groups=None):
    return [{"train": train.tolist(), "test": test.tolist()} for train, test in splitter.split([0] * rows, labels, groups)]


cases = []
for rows, count in [(10, 5), (11, 3), (7, 2), (5, 5), (23, 4)]:
    cases.append({"kind": "KFold", "rows": rows, "folds": count, "expected": folds(KFold(count), rows)})

for labels, count in [
    ([0, 0, 0, 1, 1, 1], 3),
    ([1, 0, 1, 0, 2, 1, 2, 0, 1, 0, 2, 1, 1], 3),
    ([7, 7, 7, 3, 7, 3, 3, 7, 5, 5, 7, 7, 5, 7], 2),
    ([row % 3 % 2 for row in range(29)], 5),
    ([0] * 9 + [4] * 13 + [2] * 6, 4),
]:
    expected = folds(StratifiedKFold(count), len(labels), labels)
    cases.append({"kind": "StratifiedKFold", "labels": labels, "folds": count, "expected": expected})

# The groups differ in size: numpy orders those of equal sizes as the processor likes.
for sizes, count in [([5, 3, 2, 1], 2), ([1, 2, 3, 4, 5, 6, 7], 3), ([9, 1, 4, 2, 7], 5), ([2, 12, 3, 5, 8, 1], 4)]:
    groups = [group for turn in range(max(sizes)) for group, size in enumerate(sizes) if turn < size]
    expected = folds(GroupKFold(count), len(groups), groups=groups)
    cases.append({"kind": "GroupKFold", "groups": groups, "folds": count, "expected": expected})

for rows, count, test, gap, train in [
    (6, 5, None, 0, None), (13, 3, None, 0, None), (12, 3, 2, 0, None), (12, 3, 2, 2, None), (20, 4, None, 1, 5), (30, 2, 7, 3, 10),
]:
    splitter = TimeSeriesSplit(count, test_size=test, gap=gap, max_train_size=train)
    cases.append({
        "kind": "TimeSeriesSplit", "rows": rows, "folds": count, "testRows": test, "gap": gap, "maxTrainRows": train,
        "expected": folds(splitter, rows)})

print("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]")
