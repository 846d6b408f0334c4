"""Errors of the encoder's file.

EncoderMissing and EncoderDamaged are both EncoderError.
"""


class EncoderError(Exception):
    """The sentence encoder cannot be used."""


class EncoderMissing(EncoderError):
    """The encoder's file is not there."""


class EncoderDamaged(EncoderError):
    """The encoder's file is truncated, or has another hash than the one written beside it."""
