"""A store's own words: templates that merchants write, their history, previews and test mails."""
