"""Counts the rows of each transcript sheet with a streaming parser and prints chosen ones as JSON.

Usage: count_rows.py FILE ROW...
"""

import json
import sys
import zipfile
from xml.parsers import expat

wanted = {int(number) for number in sys.argv[2:]}
result = {}
with zipfile.ZipFile(sys.argv[1]) as book:
    names = sorted(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
    for name in names[4:]:
        sheet = {"rows": 0, "texts": {}}
        state = {"row": 0, "depth": 0, "text": []}

        def start(tag, attributes):
            if tag == "row":
                sheet["rows"] += 1
                state["row"] = int(attributes["r"])
                state["text"] = []
            elif tag in ("v", "t"):
                state["depth"] = 1 if state["row"] in wanted else 0
                if state["depth"]:
                    state["text"].append("")

        def data(text):
            if state["depth"]:
                state["text"][-1] += text

        def end(tag):
            if tag in ("v", "t"):
                state["depth"] = 0
            elif tag == "row" and state["row"] in wanted:
                sheet["texts"][state["row"]] = state["text"]

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = data
        with book.open(name) as part:
            parser.ParseFile(part)
        result[name] = sheet
print(json.dumps(result))
