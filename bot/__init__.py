"""The NHS login assistant: everything but Rasa's custom actions."""

import os

# numpy is asked for small products only, one after the other: its threads would spin and wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
