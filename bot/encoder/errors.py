"""What can go wrong with the encoder's file.

EncoderError
├── EncoderMissing      the encoder's file is not there
└── EncoderDamaged      it is there, but it is not the file that `make setup` writes
"""


class EncoderError(Exception):
    """The sentence encoder cannot be used."""


class EncoderMissing(EncoderError):
    """The encoder's file is not there."""


class EncoderDamaged(EncoderError):
    """The encoder's file is truncated, or has another hash than the one written beside it."""
