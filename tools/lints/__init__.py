"""Small lints: one rule each, a planted violation for each in tools/tests.

A line may escape a rule with `# lint-skip: <rule> - <reason>`; escapes are counted and printed.
"""
