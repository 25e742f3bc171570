"""The HTML shell that every address answers with, and the scripts it asks for."""
