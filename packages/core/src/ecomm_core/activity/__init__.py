"""The audit log, read: by whom, what, when; pages, choices, a spreadsheet. Written by `audit`."""
