"""Whether every file of `data/phrases/` can be used; those that cannot are listed with the reason."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from content.phrases import FOLDER, read_phrases
from content.schema import Invalid


def wrong(file: Path) -> str | None:
    try:
        read_phrases(file.stem, file.parent.name)
    except FileNotFoundError:
        return f"{file}: there is no English file of this name."
    except Invalid as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit("\n".join(filter(None, map(wrong, sorted(FOLDER.glob("*/*.yml"))))) or None)
