"""The set to which every table belongs."""

from __future__ import annotations

from sqlalchemy import MetaData

metadata = MetaData()
