"""What may come in the middle of a form and has an answer of its own."""

from __future__ import annotations

from actions.names import Intent

# These have answers of their own; the form waits.
INTERRUPTIONS = {
    Intent.REQUEST_HUMAN,
    Intent.REPORT_MEDICAL,
    Intent.SHARE_SECRET,
    Intent.ASK_HELP,
    Intent.ASK_PROGRESS,
    Intent.GREET,
    Intent.THANK,
    Intent.GOODBYE,
    Intent.LOST_EMAIL_ACCESS,
    Intent.GIVE_REFERENCE,
    Intent.REPORT_EXISTING_ACCOUNT,
    Intent.REPORT_MISSING_SECURITY_CODE,
    Intent.REPORT_GP_CONNECTION,
    Intent.REPORT_NHS_NUMBER,
    Intent.REPORT_LOGIN_DISABLED,
    Intent.REPORT_LOGIN_UNAVAILABLE,
    Intent.HELP,
    Intent.CORRECT,
    Intent.STOP,
    Intent.START_AGAIN,
    Intent.ABUSE,
    Intent.OTHER_LANGUAGE,
    Intent.SILENCE,
    Intent.GIVEN_BACK,
    Intent.GIVEN_BACK_SETTLED,
}
