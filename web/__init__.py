"""The browser chat: what it accepts, what it shows and how it is served. Answers are made in qa."""
