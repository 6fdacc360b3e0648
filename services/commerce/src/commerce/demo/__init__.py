"""The demo's shops, with texts and drawings of our own: Kettle & Crane sells coffee tools (this
folder's `catalogue.json`), four more have their files in `stores/`."""
