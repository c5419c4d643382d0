"""A service that writes the workbook of a report for Rapporteur, in a design of its own.

It takes what docs/workbook-service.openapi.json describes: one line with the report, then one line a message. Messages
are written as they come, so a room of a million needs no more memory than one of ten.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import re
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from flask import Flask, Response, request, send_file
from werkzeug.serving import make_server

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_575
# Bytes of one line; the longest message that a chat application lets through is far below.
MAX_LINE = 16 * 1024 * 1024
# Finished workbooks that are kept for a caller who asks again with the same key.
KEPT = 50

WORDS = {
    "en": {
        "brief": "Brief", "week": "Week", "people": "People", "messages": "Messages",
        "decisions": "Decisions", "actions": "To do", "questions": "Open questions", "points": "Worth knowing",
        "who": "Who", "what": "What", "when": "When", "due": "Due", "number": "No.", "share": "Share",
        "count": "Messages", "last": "Last seen", "none": "None was found.", "people_count": "People",
        "days": "Days with messages", "busiest": "Busiest hour", "hours": "When people write",
        "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], "none_at_all": "No messages in this period",
    },
    "de": {
        "brief": "Kurzbericht", "week": "Woche", "people": "Personen", "messages": "Nachrichten",
        "decisions": "Beschlüsse", "actions": "Aufgaben", "questions": "Offene Fragen", "points": "Wissenswert",
        "who": "Wer", "what": "Was", "when": "Wann", "due": "Bis", "number": "Nr.", "share": "Anteil",
        "count": "Nachrichten", "last": "Zuletzt", "none": "Nichts gefunden.", "people_count": "Personen",
        "days": "Tage mit Nachrichten", "busiest": "Stärkste Stunde", "hours": "Wann geschrieben wird",
        "weekdays": ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"], "none_at_all": "Keine Nachrichten in diesem Zeitraum",
    },
}

# What XML cannot hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Refusal(Exception):
    """Something that the caller has to mend; told as problem+json (RFC 9457)."""

    def __init__(self, status, detail):
        super().__init__(detail)
        self.status = status
        self.detail = detail


def clean(text):
    """The text as a cell can hold it: 32,767 units of UTF-16."""
    text = UNWRITABLE.sub("\ufffd", text)
    if len(text) <= 16_383:
        return text
    units = text.encode("utf-16-le")[: 2 * 32_767]
    return units.decode("utf-16-le", "ignore")


def lines_of(stream):
    """The JSON values of a stream of lines, one at a time."""
    number = 0
    while True:
        line = stream.readline(MAX_LINE + 1)
        if not line:
            return
        number += 1
        if len(line) > MAX_LINE:
            raise Refusal(413, f"Line {number} is longer than {MAX_LINE} bytes.")
        try:
            yield json.loads(line)
        except ValueError as error:
            raise Refusal(400, f"Line {number} is no JSON: {error}") from error


class Brief:
    """One workbook: a page to read, the hours of the week, the people, and every message."""

    def __init__(self, path, report):
        self.report = report
        choices = report["choices"]
        self.words = WORDS.get(choices["language"], WORDS["en"])
        self.zone = ZoneInfo(choices["timeZone"])
        self.book = xlsxwriter.Workbook(
            path,
            {
                "constant_memory": True,
                "default_date_format": "yyyy-mm-dd hh:mm",
                # What people write is text, whatever it looks like.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        theme = "#" + choices["themeColor"]
        add = self.book.add_format
        self.title = add({"bold": True, "font_size": 20, "font_color": theme})
        self.quiet = add({"font_color": "#666666"})
        self.heading = add({"bold": True, "font_size": 12, "font_color": theme, "bottom": 2, "bottom_color": theme})
        self.head = add({"bold": True, "font_color": "#FFFFFF", "bg_color": theme, "valign": "top"})
        self.figure = add({"bold": True, "font_size": 22, "font_color": theme, "align": "center"})
        self.label = add({"font_color": "#666666", "align": "center"})
        self.wrap = add({"text_wrap": True, "valign": "top"})
        self.top = add({"valign": "top"})
        self.centre = add({"align": "center"})
        self.date = add({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        self.system = add({"font_color": "#888888", "italic": True, "text_wrap": True, "valign": "top"})
        self.percent = add({"num_format": "0%"})
        self.pages = {name: self.book.add_worksheet(self.words[name]) for name in ("brief", "week", "people", "messages")}
        self.theme = theme
        self.hours = [[0] * 24 for _ in range(7)]
        self.days = set()
        self.people = {}
        self.row = 0
        self.sheets = 1
        self.start_messages(self.pages["messages"])

    def start_messages(self, sheet):
        self.sheet = sheet
        self.row = 0
        for column, (name, width) in enumerate(
            [("number", 8), ("when", 17), ("who", 22), ("what", 100)]
        ):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, self.words[name], self.head)
        sheet.freeze_panes(1, 0)

    def end_messages(self):
        if self.row > 0:
            self.sheet.autofilter(0, 0, self.row, 3)

    def local(self, iso):
        """Wall clock of the report's zone, as Excel keeps it; None where the time is not known or not in Excel."""
        if iso is None:
            return None
        moment = datetime.fromisoformat(iso.replace("Z", "+00:00")).astimezone(self.zone).replace(tzinfo=None)
        return moment if moment.year >= 1900 else None

    def message(self, message):
        if self.row == MAX_ROWS:
            self.end_messages()
            self.sheets += 1
            self.start_messages(self.book.add_worksheet(f"{self.words['messages']} {self.sheets}"))
        self.row += 1
        at = self.local(message["at"])
        is_system = message["kind"] == "system"
        look = self.system if is_system else self.wrap
        self.sheet.write_number(self.row, 0, message["number"], self.top)
        if at is not None:
            self.sheet.write_datetime(self.row, 1, at, self.date)
        self.sheet.write_string(self.row, 2, clean(message["author"]), look)
        self.sheet.write_string(self.row, 3, clean(message["text"]), look)
        if is_system:
            return
        person = self.people.setdefault(message["author"], [0, None])
        person[0] += 1
        if at is not None:
            person[1] = at if person[1] is None else max(person[1], at)
            self.hours[at.weekday()][at.hour] += 1
            self.days.add(at.date())

    def close(self):
        self.end_messages()
        self.write_brief()
        self.write_week()
        self.write_people()
        self.book.close()

    def write_brief(self):
        sheet, words, report = self.pages["brief"], self.words, self.report
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 3)
        sheet.set_column(1, 4, 30)
        sheet.set_row(0, 30)
        sheet.write_string(0, 1, clean(report["room"]["name"]), self.title)
        headline = report["summary"].get("headline") or words["none_at_all"]
        sheet.set_row(1, 34)
        sheet.merge_range(1, 1, 1, 4, clean(headline), self.wrap)
        busiest = max(((count, day, hour) for day, row in enumerate(self.hours) for hour, count in enumerate(row)))
        figures = [
            (words["count"], report["statistics"]["messages"]),
            (words["people_count"], len(self.people)),
            (words["days"], len(self.days)),
            (words["busiest"], f"{words['weekdays'][busiest[1]]} {busiest[2]:02}:00" if busiest[0] else "–"),
        ]
        sheet.set_row(3, 32)
        for column, (_, value) in enumerate(figures, 1):
            sheet.write(3, column, value, self.figure)
        for column, (label, _) in enumerate(figures, 1):
            sheet.write_string(4, column, label, self.label)
        row = 6
        summary = report["summary"]
        for name, key in (
            ("decisions", "decisions"), ("actions", "actionItems"), ("questions", "openQuestions"), ("points", "keyPoints"),
        ):
            sheet.merge_range(row, 1, row, 4, words[name], self.heading)
            row += 1
            items = summary.get(key) or []
            if not items:
                sheet.write_string(row, 1, words["none"], self.quiet)
                row += 1
            for item in items:
                row = self.write_item(sheet, row, item)
            row += 1
        sheet.fit_to_pages(1, 0)

    def write_item(self, sheet, row, item):
        owner = item.get("owner") or item.get("author") or ""
        due = item.get("due")
        text = clean(item["text"])
        # A merged cell does not grow by itself.
        sheet.set_row(row, 15 * min(10, 1 + len(text) // 68 + text.count("\n")))
        sheet.write_string(row, 1, clean(owner), self.top)
        sheet.merge_range(row, 2, row, 3, text, self.wrap)
        if isinstance(due, dict):
            sheet.write_string(row, 4, clean(f"{self.words['due']}: {due.get('date') or due.get('words') or ''}"), self.top)
        elif isinstance(item.get("messageNumber"), int):
            sheet.write_string(row, 4, f"{self.words['number']} {item['messageNumber']}", self.quiet)
        return row + 1

    def write_week(self):
        sheet, words = self.pages["week"], self.words
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 24, 5)
        sheet.write_string(0, 0, words["hours"], self.title)
        for hour in range(24):
            sheet.write_string(2, hour + 1, f"{hour:02}", self.head)
        for day, counts in enumerate(self.hours):
            sheet.write_string(3 + day, 0, words["weekdays"][day], self.head)
            for hour, count in enumerate(counts):
                sheet.write_number(3 + day, hour + 1, count, self.centre)
        colours = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": self.theme}
        sheet.conditional_format(3, 1, 9, 24, colours)
        name = f"'{words['week']}'"
        chart = self.book.add_chart({"type": "column"})
        for hour in range(24):
            sheet.write_number(11, hour + 1, sum(row[hour] for row in self.hours), self.centre)
        chart.add_series(
            {
                "name": words["count"],
                "categories": f"={name}!$B$3:$Y$3",
                "values": f"={name}!$B$12:$Y$12",
                "fill": {"color": self.theme},
                "gap": 40,
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"name": words["hours"]})
        chart.set_size({"width": 1_000, "height": 260})
        sheet.insert_chart("A14", chart)

    def write_people(self):
        sheet, words = self.pages["people"], self.words
        for column, (name, width) in enumerate([("who", 30), ("count", 14), ("share", 14), ("last", 18)]):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words[name], self.head)
        ranked = sorted(self.people.items(), key=lambda entry: (-entry[1][0], entry[0]))[:MAX_ROWS]
        total = sum(count for _, (count, _) in ranked) or 1
        for row, (author, (count, last)) in enumerate(ranked, 1):
            sheet.write_string(row, 0, clean(author))
            sheet.write_number(row, 1, count)
            sheet.write_number(row, 2, count / total, self.percent)
            if last is not None:
                sheet.write_datetime(row, 3, last, self.date)
        if ranked:
            bars = {"type": "data_bar", "bar_color": self.theme, "bar_solid": True}
            sheet.conditional_format(1, 1, len(ranked), 1, bars)
            sheet.autofilter(0, 0, len(ranked), 3)
        sheet.freeze_panes(1, 0)


def write(stream, path):
    """Writes the workbook of what is sent. Raises Refusal where that is not what it should be."""
    values = lines_of(stream)
    report = next(values, None)
    if not isinstance(report, dict) or report.get("type") != "report" or report.get("version") != 1:
        raise Refusal(422, "The first line must be a report of version 1.")
    try:
        brief = Brief(path, report)
        count = 0
        for value in values:
            brief.message(value)
            count += 1
        if count != report["messageCount"]:
            raise Refusal(422, f"{report['messageCount']} messages were announced, {count} came.")
        brief.close()
    except (KeyError, TypeError, AttributeError) as error:
        raise Refusal(422, f"A line lacks something: {error!r}") from error


def create_app(folder, token=None):
    app = Flask(__name__)
    folder = Path(folder)

    def problem(status, detail):
        body = json.dumps({"type": "about:blank", "title": "The workbook was not written", "status": status, "detail": detail})
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        return Response(body, status, headers, mimetype="application/problem+json")

    def is_allowed():
        given = request.headers.get("Authorization", "")
        return token is None or hmac.compare_digest(given.encode(), f"Bearer {token}".encode())

    def kept():
        return sorted(folder.glob("*.xlsx"), key=lambda path: path.stat().st_mtime)

    def answer(path):
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
        response = send_file(path, mimetype=XLSX, conditional=False)
        response.headers["Content-Digest"] = f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        return response

    @app.post("/workbooks")
    def workbooks():
        if not is_allowed():
            return problem(401, "The token is wrong.")
        key = request.headers.get("Idempotency-Key", "")
        # The name says nothing of the key, which comes from outside.
        name = hashlib.sha256(key.encode()).hexdigest() if key else None
        place = folder / f"{name}.xlsx" if name else None
        if place and place.exists():
            return answer(place)
        handle, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        try:
            write(request.stream, unfinished)
            place = place or Path(unfinished).with_suffix(".xlsx")
            os.replace(unfinished, place)
            for old in kept()[:-KEPT]:
                old.unlink(missing_ok=True)
            return answer(place)
        except Refusal as refusal:
            return problem(refusal.status, refusal.detail)
        finally:
            Path(unfinished).unlink(missing_ok=True)

    @app.get("/health")
    def health():
        return {"status": "ok"}

    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="0 for any")
    parser.add_argument("--folder", help="where workbooks are kept for a while; default a temporary one")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="workbooks-")
    os.makedirs(folder, exist_ok=True)
    app = create_app(folder, os.environ.get("WRITER_TOKEN") or None)
    server = make_server(options.host, options.port, app, threaded=True)
    print(json.dumps({"event": "listening", "url": f"http://{options.host}:{server.port}"}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
