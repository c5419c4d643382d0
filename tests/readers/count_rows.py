"""Prints, for each workbook named, its sheets and the rows of its transcript, as JSON."""

import json
import os
import sys

import openpyxl

result = {}
for path in sys.argv[1:]:
    workbook = openpyxl.load_workbook(path, read_only=True)
    rows = 0
    for name in workbook.sheetnames:
        if name.startswith("Transcript"):
            rows += sum(1 for _ in workbook[name].iter_rows(values_only=True)) - 1
    result[os.path.basename(path)] = {"sheets": workbook.sheetnames, "transcriptRows": rows}
    workbook.close()
print(json.dumps(result))
