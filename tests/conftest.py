"""For all tests: property tests have no deadline, which a busy machine would miss."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
