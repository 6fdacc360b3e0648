"""Pictures: taken apart, made small, kept, served."""
