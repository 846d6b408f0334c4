"""The core: messages and who answers them. Standard library only; channels and storage stand around it."""
