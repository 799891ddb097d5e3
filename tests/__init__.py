"""All the checks. `python -m tests` runs them; the paths follow the code's."""
