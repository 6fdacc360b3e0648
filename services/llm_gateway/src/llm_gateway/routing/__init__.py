"""Which target is asked, when it is asked again, and when it is left alone."""
