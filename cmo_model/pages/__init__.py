"""The pages; with `app.py` the only importers of streamlit."""
