"""What the platform and those it tells agree on: names and messages. Nobody here imports who sends
or who listens; adding fields is allowed, changing a meaning is a new version."""
