"""Cases go where teams already work: by email and into Zendesk."""
