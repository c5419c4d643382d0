"""XlsxWriter in its constant memory mode: `write_with_xlsxwriter.py ROWS_FILE FILE`, one JSON row a line."""

import datetime
import json
import resource
import sys
import time

import xlsxwriter

HEADER = ["#", "Time (UTC)", "Author", "Message", "Kind", "Reply to", "Attachments", "Source id"]
EPOCH = datetime.datetime(1970, 1, 1)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_kilobytes():
    """The kernel's mark; `ru_maxrss` starts from what the parent had when it forked."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def read_all():
    """What reading the rows costs is not the writer's, so it is measured and taken off."""
    start = cpu()
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            json.loads(line)
    return cpu() - start


reading = read_all()
before, started = cpu(), time.perf_counter()
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "strings_to_formulas": False})
sheet = book.add_worksheet("Transcript")
date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
for column, name in enumerate(HEADER):
    sheet.write_string(0, column, name)
with open(sys.argv[1], encoding="utf-8") as lines:
    for row, line in enumerate(lines, 1):
        number, at, author, text, kind, reply, attachments, source = json.loads(line)
        sheet.write_number(row, 0, number)
        sheet.write_datetime(row, 1, EPOCH + datetime.timedelta(milliseconds=at), date)
        sheet.write_string(row, 2, author)
        sheet.write_string(row, 3, text)
        sheet.write_string(row, 4, kind)
        if reply:
            sheet.write_string(row, 5, reply)
        if attachments:
            sheet.write_string(row, 6, attachments)
        sheet.write_string(row, 7, source)
book.close()
print(
    json.dumps(
        {
            "cpuSeconds": cpu() - before - reading,
            "wallSeconds": time.perf_counter() - started,
            "peakMegabytes": peak_kilobytes() / 1024,
        }
    )
)
