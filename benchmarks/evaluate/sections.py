"""The report in pieces that the terminal and the page share: a title, a table, and lists of messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.evaluate.confidence import calibration_error, point_at
from benchmarks.evaluate.report import SLIPS, Report
from benchmarks.parser import FALLBACK
from benchmarks.tables import percent

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """`lists` are titles with messages, for what went wrong."""

    title: str
    head: Row
    rows: Sequence[Row]
    note: str = ""
    lists: Sequence[tuple[str, Sequence[str]]] = field(default_factory=tuple)


def sections(report: Report) -> list[Section]:
    return [
        _overall(report),
        _topics(report),
        _asking(report),
        _confusions(report),
        _calibration(report),
        _thresholds(report),
        _references(report),
        _typos(report),
        *_safety(report),
    ]


def _overall(report: Report) -> Section:
    outside = report.topic("out_of_scope")
    rows = [
        ("messages", str(len(report.pairs))),
        ("accuracy", percent(report.accuracy)),
        ("out of scope: recall", percent(outside.recall)),
        ("out of scope: precision", percent(outside.precision)),
    ]
    return Section("Overall", ("figure", "value"), rows, f"Model: {report.model}")


def _topics(report: Report) -> Section:
    rows = [(t.topic, str(t.count), percent(t.recall), percent(t.precision)) for t in report.topics]
    note = f"A message that is not understood at all ({FALLBACK}) counts as recognised out of scope."
    return Section("Topics", ("topic", "messages", "recall", "precision"), rows, note)


def _asking(report: Report) -> Section:
    found = report.asking
    rows = [
        ("answered without asking back", percent(found.answered)),
        ("of these, right", percent(found.answered_right)),
        ("asked back with choices", percent(found.asked)),
        ("of these, the right topic among the choices", percent(found.right_choices)),
        ("said not to be understood", percent(found.lost)),
        ("two problems: both noticed", percent(found.noticed_both)),
        ("two problems: the more urgent one first", percent(found.most_urgent_first)),
        ("one problem: taken for two", percent(found.taken_for_two)),
    ]
    lists = [("Two problems, not both noticed", found.missed)] if found.missed else []
    return Section("Answering and asking back", ("figure", "value"), rows, lists=lists)


def _confusions(report: Report) -> Section:
    rows = [(f"{c.expected} taken for {c.got or 'nothing'}", str(len(c.texts))) for c in report.confusions]
    lists = [(f"{c.expected} taken for {c.got or 'nothing'}", c.texts) for c in report.confusions]
    return Section("Confusions, the worst first", ("topics", "messages"), rows, lists=lists)


def _calibration(report: Report) -> Section:
    rows = [
        (f"{b.low:.1f} to {b.low + 0.1:.1f}", str(b.count), percent(b.confidence), percent(b.right))
        for b in report.bins
        if b.count
    ]
    note = f"Expected calibration error: {percent(calibration_error(report.bins))}."
    return Section("Calibration", ("confidence", "messages", "mean confidence", "right"), rows, note)


def _thresholds(report: Report) -> Section:
    chosen = point_at(report.threshold, report.pairs)
    points = sorted({*report.curve[::5], chosen}, key=lambda point: point.threshold)
    rows = [
        (
            f"{point.threshold:.2f}{' (configured)' if point == chosen else ''}",
            percent(point.answered),
            percent(point.right),
            percent(point.let_through),
        )
        for point in points
    ]
    note = "Answered: of the messages in scope. Right: of all answers. Let through: of the messages out of scope."
    return Section("Thresholds", ("threshold", "answered", "right", "let through"), rows, note)


def _references(report: Report) -> Section:
    found = report.references
    rows = [
        ("known references found", percent(found.known_found)),
        ("unknown references read as written", percent(found.unknown_found)),
        ("anything else taken for a known one", str(len(found.taken_for_known))),
    ]
    lists = [
        ("Known references that were missed", found.known_missed),
        ("Taken for a known reference", found.taken_for_known),
    ]
    return Section("References", ("figure", "value"), rows, lists=[one for one in lists if one[1]])


def _typos(report: Report) -> Section:
    rows = [
        (str(slips), percent(report.accuracy - loss), f"{100 * loss:.1f}")
        for slips, loss in zip(SLIPS, report.typo_losses, strict=True)
    ]
    return Section("Typos", ("slips in each message", "accuracy", "points lost"), rows)


def _safety(report: Report) -> list[Section]:
    made = []
    if (alarms := report.emergencies) is not None:
        rows = [
            (f"noticed, of {alarms.count}", percent(alarms.recall)),
            ("noticed as the right kind", percent(alarms.kind_right)),
            (f"false alarms, of {alarms.harmless}", percent(alarms.false_alarms)),
            ("time for a message, median", f"{alarms.median:.1f} ms"),
        ]
        lists = [("Missed emergencies", alarms.missed), ("False alarms", alarms.alarmed)]
        made.append(Section("Emergencies", ("figure", "value"), rows, lists=[one for one in lists if one[1]]))
    if (secrets := report.secrets) is not None:
        rows = [
            (f"hidden and nothing else, of {secrets.count}", percent(secrets.hidden)),
            (f"harmless messages left alone, of {secrets.harmless}", percent(secrets.spared)),
        ]
        lists = [("Masked wrongly", secrets.wrong)] if secrets.wrong else []
        made.append(Section("Secrets", ("figure", "value"), rows, lists=lists))
    return made
