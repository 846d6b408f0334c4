"""The whole product under its supervisor: what only shows when every process has done its part."""
