"""What can go wrong in understanding.

EncoderError
├── EncoderMissing      the encoder's file is not there
└── EncoderDamaged      it is there, but it is not the file that `make setup` writes
"""

from rasa.shared.exceptions import RasaException


class EncoderError(RasaException):
    """The sentence encoder cannot be used."""


class EncoderMissing(EncoderError):
    """The encoder's file is not there."""


class EncoderDamaged(EncoderError):
    """The encoder's file is truncated, or has another hash than the one written beside it."""
