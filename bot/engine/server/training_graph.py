"""Removes from Rasa's training graph what our components do not need."""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import Any

# They prepare tokens, which no component of ours learns from; at run time they run as always.
TOKENS = ("run_SpacyNLP0", "provide_SpacyNLP0", "run_SpacyTokenizer1")
# Check data and domain, as `make check` does.
CHECKS = ("schema_validator", "finetuning_validator")
DIALOGUE = ("train_RulePolicy0", "train_MemoizationPolicy1")


def without(schema: Any, names: Collection[str]) -> Any:
    """Returns the schema (rasa.engine.graph.GraphSchema) without some nodes; their successors get their inputs."""
    instead = {name: next(iter(node.needs.values()), "") for name, node in schema.nodes.items() if name in names}
    pruned = copy.deepcopy(schema)
    for name in instead:
        del pruned.nodes[name]
    for node in pruned.nodes.values():
        for key, needed in node.needs.items():
            while needed in instead:
                needed = instead[needed]
            node.needs[key] = needed
    return pruned


def without_dialogue(schema: Any) -> Any:
    """Returns the schema for understanding alone, for when nothing about the dialogue has changed."""
    targets = [name for name, node in schema.nodes.items() if node.is_target and name not in DIALOGUE]
    return schema.minimal_graph_schema(targets)
