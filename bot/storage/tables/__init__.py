"""The tables of the store, one module for each noun; `all_tables` has them all."""
