"""Reading what comes from outside."""
