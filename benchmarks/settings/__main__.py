"""Cross-validation of the classifier's settings and threshold: `python -m benchmarks.settings`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from benchmarks.evaluate.confidence import threshold_curve
from benchmarks.evaluate.pictures import save
from benchmarks.evaluate.pictures import threshold_curve as paint_curve
from benchmarks.parser import quiet_rasa
from benchmarks.progress import work_pages
from benchmarks.settings import corpora
from benchmarks.settings.corpora import Corpus
from benchmarks.settings.figures import as_pairs, overall, own_figures, without_articles
from benchmarks.settings.trials import choices, cross_validated, with_unknown_intents
from benchmarks.tables import aligned, percent
from benchmarks.understanding.data_sets import DataMissing
from benchmarks.understanding.metrics import Guess, four_figures
from bot.encoder.session import Encoder
from bot.nlu.intent_model import Settings
from content.files import ROOT

OWN_HEAD = ("settings", "accuracy", "best", "at", "5 % let through at", "answered", "right")
PUBLIC_HEAD = ("settings", "accuracy", "AUROC", "accuracy at 75 % recall", "correlation")
CURVE_HEAD = ("threshold", "answered", "right", "let through", "overall accuracy")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settings", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every combination, not each setting varied alone")
    parser.add_argument("--present", action="store_true", help="only the settings that config.yml has now")
    parser.add_argument("--only", choices=("ours", "public"), help="without the other training data")
    parser.add_argument("--public", type=Path, default=ROOT.parent / "shared" / "nlu-benchmarks")
    return parser.parse_args()


def present_config() -> tuple[Settings, float]:
    """The classifier's settings and the fallback's threshold in config.yml."""
    with quiet_rasa():
        from rasa.shared.utils.io import read_config_file

        parts = {str(part["name"]).rpartition(".")[2]: part for part in read_config_file("config.yml")["pipeline"]}
    classifier = parts.get("TopicClassifier", {})
    chosen = {name: classifier[name] for name in Settings().__dict__ if name in classifier}
    return Settings(**chosen), float(parts["CertaintyClassifier"]["answer_from"])


def own_table(corpus: Corpus, tried: Sequence[Settings]) -> tuple[str, list[Guess]]:
    """The table, and the guesses with the present settings."""
    rows, first = [], None
    for settings in tried:
        with work_pages(f"{corpus.name}: {_name(settings)}"):
            guesses = without_articles(cross_validated(corpus, settings))
        first, own = first or guesses, own_figures(guesses)
        strict = (f"{own.strict_threshold:.2f}", percent(own.strict_answered), percent(own.strict_right))
        rows.append((_name(settings), percent(own.plain), percent(own.best), f"{own.best_threshold:.2f}", *strict))
    return aligned(OWN_HEAD, rows), first or []


def public_table(corpus: Corpus, tried: Sequence[Settings]) -> str:
    rows = []
    for settings in tried:
        with work_pages(f"{corpus.name}: {_name(settings)}"):
            guesses = cross_validated(corpus, settings)
            folds = [astuple(four_figures(fold)) for fold in with_unknown_intents(corpus, settings)]
        right = sum(g.got == g.expected for g in guesses) / len(guesses)
        means = [sum(figures) / len(folds) for figures in zip(*folds, strict=True)]
        rows.append((_name(settings), percent(right), *(f"{mean:.3f}" for mean in means[1:])))
    return aligned(PUBLIC_HEAD, rows)


def curve_table(guesses: Sequence[Guess]) -> str:
    rows = [
        (
            f"{point.threshold:.2f}",
            percent(point.answered),
            percent(point.right),
            percent(point.let_through),
            percent(overall(guesses, point.threshold)),
        )
        for point in threshold_curve(as_pairs(guesses))[::2]
    ]
    return aligned(CURVE_HEAD, rows)


def _name(settings: Settings) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in settings.__dict__.items())


def report_ours(encoder: Encoder, tried: Sequence[Settings], threshold: float) -> None:
    """Prints the tables and draws the curve."""
    table, guesses = own_table(corpora.ours(ROOT / "data" / "nlu", encoder), tried)
    print(f"Ours, the present settings first\n\n{table}\n\nThresholds with the present settings\n")
    print(curve_table(guesses), end="\n\n", flush=True)
    folder = ROOT / "var" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    curve = threshold_curve(as_pairs(guesses))
    save(folder / "thresholds.png", (7, 5), lambda axes: paint_curve(curve, threshold, axes))
    print(f"The curve as a picture: {folder / 'thresholds.png'}\n")


def report_public(corpus: Corpus, tried: Sequence[Settings]) -> None:
    print(f"{corpus.name}, training set only; the last three with a fifth of the intents unknown, mean of the folds\n")
    print(public_table(corpus, tried), end="\n\n", flush=True)


def main() -> None:
    chosen = options()
    public_folder = chosen.public.resolve()
    os.chdir(ROOT)
    present, threshold = present_config()
    tried = [present] if chosen.present else choices(present, whole_grid=chosen.all)
    encoder = Encoder(ROOT / "models" / "encoder")
    try:
        others = corpora.public(public_folder, encoder) if chosen.only != "ours" else []
    except DataMissing as error:
        sys.exit(str(error))
    if chosen.only != "public":
        report_ours(encoder, tried, threshold)
    for corpus in others:
        report_public(corpus, tried)


if __name__ == "__main__":
    main()
