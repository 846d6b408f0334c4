"""Who waits for an agent, in which place, and for how long."""
