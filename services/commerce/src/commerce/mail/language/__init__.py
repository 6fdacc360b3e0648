"""The small language of mail templates: Jinja's syntax, few of its words, then Markdown.

Nothing here imports the rest of the platform: it is also what the bounded process runs.
"""
