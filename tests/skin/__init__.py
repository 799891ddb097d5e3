"""What stands between a visitor and the pages: who may talk, what is sent first, and whether it computes right."""
