"""What the pages stand on: what a visitor typed, the components that ask and show, the frame around a page."""
