"""Products as files: written in parts by a job, read as one."""
