"""What each column of a history holds: its title, its dates, its figures and their currency."""
