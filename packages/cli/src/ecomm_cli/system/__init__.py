"""What the operating system knows: processes, ports, files, child processes."""
