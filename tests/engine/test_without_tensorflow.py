"""The engine runs without TensorFlow; whatever would need it fails and says what it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.engine.rasa_patches.without_tensorflow import AbsentModule, TensorFlowLeftOut, needs_tensorflow

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = r"^tensorflow\.keras\.layers\.Dense was called"
# As bot/engine/server/serve.py does it.
LOADING = """
import asyncio, json, sys
from pathlib import Path
from bot.engine.rasa_patches.without_tensorflow import leave_out_tensorflow
assert leave_out_tensorflow(Path(sys.argv[1]))
from bot.engine.rasa_patches import speed
speed.apply()
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog
configure_structlog(40)
parsed = asyncio.run(Agent.load(sys.argv[1]).parse_message("I do not get the security code by email"))
import tensorflow
print(json.dumps([parsed["intent"]["name"], type(tensorflow).__name__]))
"""
DEFINITIONS = """
@tensorflow.function
def three(): return 3

class Layer(tensorflow.keras.layers.Layer):
    @tensorflow.function
    def four(self): return 4

def later():
    return tensorflow.function(three)
"""


@pytest.fixture
def tensorflow() -> AbsentModule:
    return AbsentModule("tensorflow")


def test_a_call_fails_and_names_what_was_called(tensorflow: AbsentModule) -> None:
    with pytest.raises(TensorFlowLeftOut, match=LEFT_OUT):
        tensorflow.keras.layers.Dense(3)
    with pytest.raises(TensorFlowLeftOut, match=r"^tensorflow\.config\.get_visible_devices was called"):
        tensorflow.config.get_visible_devices("GPU")


def test_a_class_may_derive_from_one_but_has_no_objects(tensorflow: AbsentModule) -> None:
    class Ours(tensorflow.keras.layers.Dense):  # type: ignore[misc, name-defined]
        units = 3

    assert Ours.units == 3
    with pytest.raises(TensorFlowLeftOut, match=LEFT_OUT):
        Ours()
    with pytest.raises(AttributeError):
        _ = Ours.missing


def test_the_same_name_is_the_same_class_and_nothing_is_an_object_of_it(tensorflow: AbsentModule) -> None:
    assert tensorflow.Tensor is tensorflow.Tensor
    assert not isinstance(3, tensorflow.Tensor)


def test_a_decorator_gives_back_what_it_decorates_only_while_it_is_defined(tensorflow: AbsentModule) -> None:
    defined = {"tensorflow": tensorflow, "__name__": "defined"}
    exec(DEFINITIONS, defined)  # noqa: S102 - a module's body, which no function of a test is
    assert defined["three"]() == 3  # type: ignore[operator]
    assert defined["Layer"].four(None) == 4  # type: ignore[attr-defined]
    with pytest.raises(TensorFlowLeftOut, match=r"^tensorflow\.function was called"):
        defined["later"]()  # type: ignore[operator]


def test_libraries_that_can_do_without_take_it_for_absent() -> None:
    assert issubclass(TensorFlowLeftOut, ImportError)


@pytest.mark.parametrize(("component", "needed"), [("DIETClassifier", True), ("bot.nlu.topic_classifier", False)])
def test_a_model_with_a_component_of_tensorflow_is_noticed(tmp_path: Path, component: str, needed: bool) -> None:
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"train_schema": {"nodes": {"x": {"uses": component}}}}))
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(metadata, "metadata.json")
    assert needs_tensorflow(tmp_path / "model.tar.gz") is needed


def test_the_trained_model_works_without_it() -> None:
    model = ROOT / "models" / "nhs-login.tar.gz"
    assert model.exists(), "run make train"
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADING, str(model)],
        cwd=ROOT,
        env={**environment, "PYTHONWARNINGS": "ignore", "RASA_TELEMETRY_ENABLED": "false"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert json.loads(ran.stdout.splitlines()[-1]) == ["report_missing_security_code", "AbsentModule"]
