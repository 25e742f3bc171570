"""What a page says before any script has run, made of the same views as the page."""
