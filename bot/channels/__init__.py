"""Ways for people to reach the assistant; one module or folder a channel."""
