"""Links that are keys: what one shows to whoever has it, and the page it shows it on."""
