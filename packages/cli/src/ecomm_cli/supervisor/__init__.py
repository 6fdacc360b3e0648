"""What stands behind `ecomm up`: starts processes in order, watches, restarts and stops them."""
