"""Reads a workbook with openpyxl, an independent reader, and prints what it found as JSON.

Usage: read_workbook.py FILE [SHEET]
Any warning of openpyxl is an error, because it drops charts and links with no more than a warning.
"""

import datetime
import json
import re
import sys
import warnings

warnings.simplefilter("error")
import openpyxl  # noqa: E402

CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def decoded(text):
    """openpyxl leaves the codes of ECMA-376 22.9.2.19 as they are; Excel does not."""
    return CODE.sub(lambda match: chr(int(match.group(1), 16)), text)


def plain(value):
    if isinstance(value, str):
        return decoded(value)
    if isinstance(value, datetime.datetime):
        return {"date": value.isoformat(timespec="milliseconds")}
    if isinstance(value, (datetime.timedelta, datetime.time)):
        return {"span": str(value)}
    return value


def link(cell):
    if cell.hyperlink is None:
        return None
    return {"target": cell.hyperlink.target, "location": cell.hyperlink.location}


book = openpyxl.load_workbook(sys.argv[1])
wanted = sys.argv[2] if len(sys.argv) > 2 else None
result = {
    "title": book.properties.title,
    "creator": book.properties.creator,
    "sheets": [
        {
            "name": sheet.title,
            "charts": len(sheet._charts),
            "images": len(sheet._images),
            "tables": {name: table.ref for name, table in dict.items(sheet.tables)},
            "freeze": sheet.freeze_panes,
            "printTitles": sheet.print_title_rows,
            "fitToWidth": sheet.page_setup.fitToWidth,
            "widths": {key: dim.width for key, dim in sheet.column_dimensions.items()},
            "rows": [
                [
                    {
                        "value": plain(cell.value),
                        "type": cell.data_type,
                        "format": cell.number_format,
                        "bold": bool(cell.font.b),
                        "wrap": bool(cell.alignment.wrap_text),
                        "quoted": bool(cell.quotePrefix),
                        "link": link(cell),
                    }
                    for cell in row
                ]
                for row in sheet.iter_rows()
            ]
            if wanted in (None, sheet.title)
            else [],
        }
        for sheet in book
    ],
}
sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
json.dump(result, sys.stdout)
