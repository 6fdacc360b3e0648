"""What `ecomm doctor` looks at: the machine, the installation, the database, Redis."""
