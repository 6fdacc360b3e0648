"""Whether a call may go out, and what it came to: the face of the control path."""
