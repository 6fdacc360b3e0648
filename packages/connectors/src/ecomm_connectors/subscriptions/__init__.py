"""The subscription port: what a platform asks of whoever collects its merchants' fees."""
