"""HTTP: application factory, routes with declared access, envelope, errors, pagination."""
