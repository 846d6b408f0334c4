"""Twilio, which SMS and WhatsApp share: its stand-in and its signatures."""
