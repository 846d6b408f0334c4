"""How thresholds and settings are chosen: cross-validation of the classifier on training data only."""
